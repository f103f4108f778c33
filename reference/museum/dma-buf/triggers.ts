/** Exhibits on what revokes and restores (dma-mmio.md 1.7). */
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

const { isRestored, zap } = standardDmaBufParts;

export const lowPowerIsLive: DmaBufExhibit = {
  name: 'linux-7.2-low-power-is-live',
  title: 'low power does not count: an export, a COMMAND write or a reset leaves a buffer LIVE in it (D1-1)',
  source: 'Linux 7.2, 7.3; dma-mmio.md 1.8 D1-1',
  rule: 'BUF-031',
  parts: {
    memoryEnabled: (_d, { config, memoryBit, powerState }) => powerState < 3 && (config.virtualFunction || memoryBit),
  },
};

export const d3hotIsLive: DmaBufExhibit = {
  name: 'd3hot-is-live',
  title: 'the power state does not count',
  source: 'dma-mmio.md BUF-031, BG34',
  rule: 'BUF-031',
  parts: { memoryEnabled: (_d, { config, lowPower, memoryBit }) => !lowPower && (config.virtualFunction || memoryBit) },
};

export const resetRestoresAlways: DmaBufExhibit = {
  name: 'reset-restores-always',
  title: 'a reset restores buffers whose memory is off',
  source: 'dma-mmio.md BUF-032',
  rule: 'BUF-032',
  parts: { isRestored: (d, device, trigger, value) => trigger === 'reset' || isRestored(d, device, trigger, value) },
};

export const failedResetStaysRevoked: DmaBufExhibit = {
  name: 'failed-reset-stays-revoked',
  title: 'a reset that fails leaves its buffers revoked',
  source: 'dma-mmio.md BUF-033, BG37',
  rule: 'BUF-033',
  parts: { isRestored: (d, device, trigger, value) => value === 0 && isRestored(d, device, trigger, value) },
};

export const unwindGivesBackAll: DmaBufExhibit = {
  name: 'unwind-gives-back-all',
  title: 'a hot reset that finds a device taken restores and unlocks that one too',
  source: 'dma-mmio.md BUF-034',
  rule: 'BUF-034',
  parts: { givenBack: (set) => [...set].reverse() },
};

export const entryRestores: DmaBufExhibit = {
  name: 'low-power-entry-restores',
  title: 'LOW_POWER_ENTRY restores what it has revoked',
  source: 'dma-mmio.md BUF-035',
  rule: 'BUF-035',
  parts: {
    isRestored: (d, device, trigger, value) => trigger === 'lowPowerEntry' || isRestored(d, device, trigger, value),
  },
};

export const exitRestoresNothing: DmaBufExhibit = {
  name: 'low-power-exit-restores-nothing',
  title: 'LOW_POWER_EXIT leaves buffers revoked',
  source: 'dma-mmio.md BUF-035',
  rule: 'BUF-035',
  parts: {
    isRestored: (d, device, trigger, value) => trigger !== 'lowPowerExit' && isRestored(d, device, trigger, value),
  },
};

export const wakeupRestores: DmaBufExhibit = {
  name: 'wakeup-restores',
  title: 'a runtime resume restores buffers',
  source: 'dma-mmio.md BUF-035, BG36',
  rule: 'BUF-035',
  parts: {
    resume(d, device) {
      const wasSuspended = device.isSuspended;
      standardDmaBufParts.resume(d, device);
      if (wasSuspended) for (const buf of device.dmaBufs) buf.revoked = false;
    },
  },
};

export const flrKeepsCpuMappings: DmaBufExhibit = {
  name: 'flr-keeps-cpu-mappings',
  title: 'an FLR revokes buffers, and leaves the BARs mapped for the CPU',
  source: 'dma-mmio.md BUF-036',
  rule: 'BUF-036',
  parts: { zap: (d, device, trigger) => (trigger === 'flr' ? undefined : zap(d, device, trigger)) },
};

export const hotResetKeepsCpuMappings: DmaBufExhibit = {
  name: 'hot-reset-keeps-cpu-mappings',
  title: 'a hot reset revokes buffers, and leaves the BARs mapped for the CPU',
  source: 'dma-mmio.md BUF-036',
  rule: 'BUF-036',
  parts: { zap: (d, device, trigger) => (trigger === 'hotReset' ? undefined : zap(d, device, trigger)) },
};

export const powerKeepsCpuMappings: DmaBufExhibit = {
  name: 'power-write-keeps-cpu-mappings',
  title: 'a write of D3hot revokes buffers, and leaves the BARs mapped for the CPU',
  source: 'dma-mmio.md BUF-036',
  rule: 'BUF-036',
  parts: { zap: (d, device, trigger) => (trigger === 'power' ? undefined : zap(d, device, trigger)) },
};
