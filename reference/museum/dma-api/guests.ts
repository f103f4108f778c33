/** Exhibits on what a device of a guest may reach (dma-mmio.md 3.4, 7.2). */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { isGuest } from '../../../model/vocabulary/dma-api/platform';
import { standardDmaApiParts } from '../../in-box/dma-api';
import type { DmaApiExhibit } from './exhibit';

export const anyPool: DmaApiExhibit = {
  name: 'any-pool-fits',
  title: 'a device that reaches shared memory only bounces through a private pool',
  source: 'dma-mmio.md DMA-029',
  rule: 'DMA-029',
  parts: { poolFits: () => true },
};

export const privateBarByShared: DmaApiExhibit = {
  name: 'linux-7.3-private-bar-through-shared-alias',
  title: 'the state of a BAR is not asked for: private MMIO with CC_SHARED is mapped for T=0 (M5)',
  source: 'Linux 7.3; dma-mmio.md 7.2 M5, M8',
  rule: 'DMA-031',
  parts: { directAllows: () => true },
};

export const requesterNotAsked: DmaApiExhibit = {
  name: 'requester-not-asked',
  title: 'private MMIO is mapped for a device that issues T=0: attributes fit, and nobody asks for the requester',
  source: 'dma-mmio.md DMA-031; seed 002',
  rule: 'DMA-031',
  parts: { mayReach: () => true },
};

export const privateRamForT0: DmaApiExhibit = {
  name: 'private-ram-for-t0',
  title: 'a device that issues T=0 is given the private alias of memory',
  source: 'dma-mmio.md DMA-032, R1',
  rule: 'DMA-032',
  parts: {
    isCapable(d, request, address) {
      if ((request.attrs & DmaAttr.MMIO) !== 0) return standardDmaApiParts.isCapable(d, request, address);
      return d.parts.names(d, request.device, address, request.bytes);
    },
  },
};

export const mmioAlone: DmaApiExhibit = {
  name: 'linux-7.3-p2p-mmio-alone',
  title: 'P2P memory is mapped with MMIO alone, whatever the state of its BAR',
  source: 'Linux 7.3; dma-mmio.md 3.4, DMA-033; CCSHARED-26',
  rule: 'DMA-033',
  parts: { p2pAttrs: () => DmaAttr.MMIO },
};

export const alwaysShared: DmaApiExhibit = {
  name: 'p2p-always-shared',
  title: 'P2P memory of a guest is mapped with CC_SHARED, private BARs too',
  source: 'dma-mmio.md DMA-033; seed 002',
  rule: 'DMA-033',
  parts: {
    p2pAttrs: (d) => DmaAttr.MMIO | (isGuest(d.config.platform.kind) ? DmaAttr.CC_SHARED : 0),
  },
};

export const busUnchecked: DmaApiExhibit = {
  name: 'linux-7.3-bus-address-unchecked',
  title: 'a guest gives the bus address of a private BAR to a device that issues T=0 (B1)',
  source: 'Linux 7.3; dma-mmio.md 7.2 B1; seed 002',
  rule: 'DMA-035',
  parts: { busAllows: () => true },
};

export const iommuUnchecked: DmaApiExhibit = {
  name: 'linux-7.3-iommu-path-unchecked',
  title: 'behind an IOMMU nobody asks whether MMIO is private, nor who requests (D4-1)',
  source: 'Linux 7.2, 7.3; dma-mmio.md 4.3 D4-1, 7.2 I2',
  rule: 'DMA-052',
  parts: { translationAllows: () => true },
};

export const lockableIsLocked: DmaApiExhibit = {
  name: 'lockable-is-taken-for-locked',
  title: 'a device that can be locked is given private memory before it is',
  source: 'dma-mmio.md 7.1, 11.5, DMA-057',
  rule: 'DMA-057',
  parts: {
    forceUnencrypted: (d, device) => standardDmaApiParts.forceUnencrypted(d, device) && !device.config.tdisp,
  },
};
