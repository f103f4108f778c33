/** Exhibits on the IOMMU prot of a mapping (dma-mmio.md 4.3). */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { Prot } from '../../../model/vocabulary/prot';
import { standardDmaApiParts } from '../../in-box/dma-api';
import type { DmaApiExhibit } from './exhibit';

const isMmio = (attrs: number): boolean => (attrs & DmaAttr.MMIO) !== 0;

export const cachedMmio: DmaApiExhibit = {
  name: 'cached-mmio',
  title: 'MMIO of a coherent device is mapped cacheable',
  source: 'dma-mmio.md DMA-001',
  rule: 'DMA-001',
  parts: {
    protOf: (d, device, direction, attrs) =>
      standardDmaApiParts.protOf(d, device, direction, attrs) | (device.config.coherent ? Prot.CACHE : 0),
  },
};

const sawMmio = new WeakSet<object>();

export const mmioSticks: DmaApiExhibit = {
  name: 'mmio-flag-sticks',
  title: 'a device that has mapped MMIO once maps memory as MMIO too',
  source: 'dma-mmio.md DMA-002',
  rule: 'DMA-002',
  parts: {
    protOf(d, device, direction, attrs) {
      const prot = standardDmaApiParts.protOf(d, device, direction, attrs);
      if (isMmio(attrs)) sawMmio.add(device);
      return sawMmio.has(device) ? prot | Prot.MMIO : prot;
    },
  },
};

export const rightsSwapped: DmaApiExhibit = {
  name: 'rights-swapped',
  title: 'TO_DEVICE gives the right to write, FROM_DEVICE that to read',
  source: 'dma-mmio.md DMA-003',
  rule: 'DMA-003',
  parts: {
    rightsOf(direction) {
      if (direction === 'TO_DEVICE') return Prot.WRITE;
      return direction === 'FROM_DEVICE' ? Prot.READ : Prot.READ | Prot.WRITE;
    },
  },
};

export const alwaysBothRights: DmaApiExhibit = {
  name: 'both-rights-always',
  title: 'every mapping may be read and written, whatever its direction',
  source: 'dma-mmio.md DMA-003, BG83',
  rule: 'DMA-003',
  parts: { rightsOf: () => Prot.READ | Prot.WRITE },
};

export const mmioIsPrivileged: DmaApiExhibit = {
  name: 'mmio-is-privileged',
  title: 'MMIO is mapped for privileged requests only, though nobody asked for that',
  source: 'dma-mmio.md DMA-004',
  rule: 'DMA-004',
  parts: {
    protOf: (d, device, direction, attrs) =>
      standardDmaApiParts.protOf(d, device, direction, attrs) | (isMmio(attrs) ? Prot.PRIV : 0),
  },
};

export const privilegeLost: DmaApiExhibit = {
  name: 'privilege-lost',
  title: 'what is to be privileged is open to every request',
  source: 'dma-mmio.md DMA-004',
  rule: 'DMA-004',
  parts: {
    protOf: (d, device, direction, attrs) =>
      standardDmaApiParts.protOf(d, device, direction, attrs & ~DmaAttr.PRIVILEGED),
  },
};

export const alwaysCached: DmaApiExhibit = {
  name: 'cached-without-coherence',
  title: 'memory is mapped cacheable for a device that does not snoop',
  source: 'dma-mmio.md DMA-005',
  rule: 'DMA-005',
  parts: {
    protOf: (d, device, direction, attrs) =>
      standardDmaApiParts.protOf(d, device, direction, attrs) | (isMmio(attrs) ? 0 : Prot.CACHE),
  },
};
