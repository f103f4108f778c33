/** Exhibits on IOPTEs under memory encryption, and on maps that fail (dma-mmio.md 7.2 I3, DMA-053 to DMA-056). */
import { standardDmaApiParts } from '../../in-box/dma-api';
import { cMaskOf } from '../../in-box/dma-api/cc/alias';
import type { DmaApiExhibit } from './exhibit';

export const cBitAlways: DmaApiExhibit = {
  name: 'mmio-iopte-has-c-bit',
  title: 'every IOPTE has the C-bit, those of MMIO too',
  source: 'dma-mmio.md DMA-053, I3',
  rule: 'DMA-053',
  parts: { leafHasCBit: (d) => cMaskOf(d.config.platform) !== 0n },
};

export const cBitNever: DmaApiExhibit = {
  name: 'ram-iopte-without-c-bit',
  title: 'no IOPTE has the C-bit: the device reads ciphertext',
  source: 'dma-mmio.md DMA-053, I3',
  rule: 'DMA-053',
  parts: { leafHasCBit: () => false },
};

export const cBitInPhys: DmaApiExhibit = {
  name: 'c-bit-leaks-into-phys',
  title: 'iova-to-phys gives the address with the C-bit of its IOPTE',
  source: 'dma-mmio.md DMA-055',
  rule: 'DMA-055',
  parts: {
    iovaToPhys(d, device, iova) {
      const phys = standardDmaApiParts.iovaToPhys(d, device, iova);
      return phys === null ? null : phys | (device.table.leaf(iova) & cMaskOf(d.config.platform));
    },
  },
};

export const failedMapStays: DmaApiExhibit = {
  name: 'failed-map-leaves-leaves',
  title: 'a map that runs out of memory leaves what it had mapped',
  source: 'dma-mmio.md DMA-056',
  rule: 'DMA-056',
  parts: { undoMap: () => undefined },
};

export const failedMapKeepsSpace: DmaApiExhibit = {
  name: 'failed-map-keeps-iova-space',
  title: 'IOVA space of a mapping whose iommu_map failed is not given back',
  source: 'dma-mmio.md 4.3, DMA-056',
  rule: 'DMA-056',
  parts: {
    mapTranslated(d, { bytes, device }, phys, prot) {
      const within = d.inGranule(phys);
      const length = d.wholeGranules(within + bytes);
      const iova = d.parts.reserve(d, device, length);
      if (iova === null || d.parts.iommuMap(d, device, iova, phys - within, length, prot) !== 0) return null;
      d.parts.flush(d, device, iova, length, 'map');
      return iova + within;
    },
  },
};

export const failedMapKeepsSlots: DmaApiExhibit = {
  name: 'failed-map-keeps-slots',
  title: 'a mapping or link that bounces keeps its slots where its iommu_map fails',
  source: 'dma-mmio.md 4.3, 4.4, DMA-056',
  rule: 'DMA-056',
  parts: { dropBounce: () => undefined },
};
