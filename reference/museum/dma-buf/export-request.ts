/** Exhibits on what an export is asked for (dma-mmio.md 1.2, up to B9). */
import { Errno } from '../../../model/vocabulary/errno';
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

export const regionBeforePayload: DmaBufExhibit = {
  name: 'region-before-payload',
  title: 'the BAR is looked up before the payload is checked',
  source: 'dma-mmio.md BUF-001, BG26',
  rule: 'BUF-001',
  parts: {
    checkArgument: (d, device, op) =>
      d.parts.checkRegion(d, device, op) || standardDmaBufParts.checkArgument(d, device, op),
  },
};

export const rangesBeforeRegion: DmaBufExhibit = {
  name: 'ranges-before-region',
  title: 'ranges are checked before the BAR is known to be there',
  source: 'dma-mmio.md BUF-001',
  rule: 'BUF-001',
  parts: {
    checkArgument: (d, device, op) =>
      d.parts.checkPayload(d, op) ||
      d.parts.copyRanges(op) ||
      d.parts.checkRanges(d, op.ranges) ||
      d.parts.checkRegion(d, device, op),
  },
};

export const probeGoesOn: DmaBufExhibit = {
  name: 'probe-goes-on',
  title: 'PROBE together with GET exports a buffer',
  source: 'dma-mmio.md BUF-002',
  rule: 'BUF-002',
  parts: { isProbe: (op) => op.probe && !op.get },
};

export const payloadFlagsIgnored: DmaBufExhibit = {
  name: 'payload-flags-ignored',
  title: 'flags of the payload are not looked at',
  source: 'dma-mmio.md BUF-003',
  rule: 'BUF-003',
  parts: { hasLegalFlags: () => true },
};

export const emptyExport: DmaBufExhibit = {
  name: 'empty-export',
  title: 'an export without ranges succeeds',
  source: 'dma-mmio.md BUF-004',
  rule: 'BUF-004',
  parts: { hasLegalCount: () => true },
};

export const badRegionIsEinval: DmaBufExhibit = {
  name: 'bad-region-is-einval',
  title: 'a region that is no BAR gives EINVAL',
  source: 'dma-mmio.md BUF-005',
  rule: 'BUF-005',
  parts: {
    checkRegion: (d, device, op) =>
      d.parts.isBar(op.region) ? standardDmaBufParts.checkRegion(d, device, op) : Errno.EINVAL,
  },
};

export const unclaimedBar: DmaBufExhibit = {
  name: 'linux-6.19-unclaimed-bar',
  title: 'nobody asks whether the BAR is claimed and io-mapped',
  source: 'Linux 6.19; dma-mmio.md 1.2, BG07',
  rule: 'BUF-006',
  parts: { isClaimed: () => true },
};
