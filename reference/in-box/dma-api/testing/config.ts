import { DEFAULT_DMA_API_ASSUMPTIONS } from '../../../../model/vocabulary/dma-api/assumption';
import type { Bar, DmaApiConfig, DmaDevice } from '../../../../model/vocabulary/dma-api/config';

const ABSENT: Bar = { kind: 'absent', base: 0n, bytes: 0n, bus: 0n, tee: false };

/** dma-mmio.md 10.5: a BAR of 64 KiB at 0xFE000000, which a peer finds 0x1000000 lower. */
export const BAR: Bar = { kind: 'memory', base: 0xfe000000n, bytes: 0x10000n, bus: 0xfd000000n, tee: true };

/** A device of 64 bits on the direct path, whose bounce pool is the one that there is. */
export const DIRECT: DmaDevice = {
  node: 3,
  ancestor: null,
  dma: { path: 'direct' },
  coherent: true,
  dmaMask: 2n ** 64n - 1n,
  coherentMask: 2n ** 64n - 1n,
  busLimit: 0n,
  rangeMap: null,
  forceBounce: false,
  pool: 0,
  untrusted: false,
  kmallocAlign: 0n,
  windows: [{ base: 0x1000n, bytes: 0x10000n }],
  bars: [BAR, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT],
  nonMappableBars: false,
  providers: true,
  tdisp: true,
  locked: false,
};

/** Behind the IOMMU, on an external port, its caches not coherent. */
export const UNTRUSTED: DmaDevice = {
  ...DIRECT,
  node: 4,
  dma: { path: 'iommu' },
  coherent: false,
  untrusted: true,
  bars: [],
  providers: false,
};

/** No confidential computing; a switch (0 up, 1 and 2 down) with a device below each port. */
export const CONFIG: DmaApiConfig = {
  assumptions: DEFAULT_DMA_API_ASSUMPTIONS,
  granuleLg: 12,
  platform: { kind: 'none', cBit: 0, ipaBits: 0, guestForcesBounce: true },
  topology: {
    zen: false,
    hostBridges: [{ root: null }],
    nodes: [
      { parent: null, host: 0, bdf: 0x0008, acs: null },
      { parent: 0, host: 0, bdf: 0x0100, acs: { capable: 0x3f, control: 0 } },
      { parent: 0, host: 0, bdf: 0x0108, acs: { capable: 0x3f, control: 0 } },
      { parent: 1, host: 0, bdf: 0x0200, acs: null },
      { parent: 2, host: 0, bdf: 0x0300, acs: null },
    ],
  },
  devices: [DIRECT, UNTRUSTED],
  pools: [{ base: 0x2000000n, slots: 16, shared: true }],
  ram: [{ base: 0x1000000n, bytes: 0x100000n, shared: false }],
};
