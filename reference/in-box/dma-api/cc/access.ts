import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import { isGuest } from '../../../../model/vocabulary/dma-api/platform';
import { barAt } from '../memory';
import type { CcParts } from '../parts/cc';

/** Who may reach what. dma-mmio.md 7.1 (forceUnencrypted, bounce pool), 7.2 (M4 to M8, B1, I2). */
export const accessParts: Pick<
  CcParts,
  | 'forceUnencrypted'
  | 'isPrivate'
  | 'mayReach'
  | 'directAllows'
  | 'translationAllows'
  | 'busAllows'
  | 'sharedRamAllowed'
  | 'poolFits'
> = {
  forceUnencrypted(d, device) {
    const { kind, cBit } = d.config.platform;
    if (isGuest(kind)) return !device.isLocked || d.config.assumptions.DMA_FORCE_UNENCRYPTED === 'per-platform';
    if (kind !== 'sme-host' || device.config.dma.path === 'iommu') return false;
    const { busLimit, coherentMask } = device.config;
    const limit = busLimit !== 0n && busLimit < coherentMask ? busLimit : coherentMask;
    return limit < 1n << BigInt(cBit);
  },

  isPrivate: (owner, bar) => bar.tee && owner.isLocked,

  mayReach(d, device, isPrivate) {
    if (isPrivate) return device.isLocked;
    return !device.isLocked || d.config.assumptions.DMA_T1_SHARED_MMIO === 'yes';
  },

  directAllows(d, { attrs, device, phys }) {
    const isAsked = isGuest(d.config.platform.kind) && d.config.assumptions.DMA_MMIO_STATE === 'checked';
    if (!isAsked || (attrs & DmaAttr.MMIO) === 0) return true;
    const found = barAt(d.devices, phys);
    if (found === null) return true;
    const isPrivate = d.parts.isPrivate(found.owner, found.bar);
    return d.parts.wantsShared(d, attrs) === !isPrivate && d.parts.mayReach(d, device, isPrivate);
  },

  translationAllows(d, { attrs, device, phys }) {
    const isAsked = isGuest(d.config.platform.kind) && d.config.assumptions.DMA_IOMMU_CC === 'checked';
    if (!isAsked || (attrs & DmaAttr.MMIO) === 0) return true;
    const found = barAt(d.devices, phys);
    return found === null || d.parts.mayReach(d, device, d.parts.isPrivate(found.owner, found.bar));
  },

  busAllows(d, device, owner, bar) {
    const isAsked = isGuest(d.config.platform.kind) && d.config.assumptions.DMA_BUS_ADDR_CC === 'checked';
    return !isAsked || d.parts.mayReach(d, device, d.parts.isPrivate(owner, bar));
  },

  sharedRamAllowed(d, attrs) {
    const isAsked = isGuest(d.config.platform.kind) && d.config.assumptions.DMA_CC_RAM === 'bounce-only';
    return !(isAsked && (attrs & DmaAttr.MMIO) === 0 && (attrs & DmaAttr.CC_SHARED) !== 0);
  },

  poolFits(d, device, pool) {
    const { kind } = d.config.platform;
    if (kind === 'none' || d.config.assumptions.DMA_RELEASE === '7.2') return true;
    return pool.config.shared === (kind === 'sme-host' || d.parts.forceUnencrypted(d, device));
  },
};
