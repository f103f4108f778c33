import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import { Prot } from '../../../../model/vocabulary/prot';
import { cMaskOf } from '../cc/alias';
import type { IommuParts } from '../parts/iommu';

/** IOMMU prot of a mapping, and what of it a leaf shows. dma-mmio.md 4.3, 4.5, DMA-053. */
export const protParts: Pick<IommuParts, 'rightsOf' | 'protOf' | 'legacyProtOf' | 'leafHasCBit'> = {
  rightsOf(direction) {
    const read = direction === 'FROM_DEVICE' ? 0 : Prot.READ;
    const write = direction === 'TO_DEVICE' ? 0 : Prot.WRITE;
    return read | write;
  },

  protOf(d, { config: { coherent } }, direction, attrs) {
    const memory = coherent ? Prot.CACHE : 0;
    const kind = (attrs & DmaAttr.MMIO) !== 0 ? Prot.MMIO : memory;
    const privileged = (attrs & DmaAttr.PRIVILEGED) !== 0 ? Prot.PRIV : 0;
    return kind | privileged | d.parts.rightsOf(direction);
  },

  legacyProtOf(d, { attrs, device, direction }) {
    const { dma } = device.config;
    const isBlind = dma.path === 'legacy' && dma.ops === 'powerTce';
    return d.parts.protOf(d, device, direction, isBlind ? attrs & ~DmaAttr.MMIO : attrs);
  },

  leafHasCBit: (d, prot) => cMaskOf(d.config.platform) !== 0n && (prot & Prot.MMIO) === 0,
};
