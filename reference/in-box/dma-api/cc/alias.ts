import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import { isGuest, type Platform } from '../../../../model/vocabulary/dma-api/platform';
import type { CcParts } from '../parts/cc';

/** The C-bit of platforms whose addresses carry one, else 0. */
export const cMaskOf = ({ kind, cBit }: Platform): bigint =>
  kind === 'sme-host' || kind === 'sev-guest' ? 1n << BigInt(cBit) : 0n;

/** The bit of a realm that names what is shared, else 0. */
const sharedMaskOf = ({ kind, ipaBits }: Platform): bigint => (kind === 'realm' ? 1n << BigInt(ipaBits - 1) : 0n);

/** Aliases of an address. dma-mmio.md 7.1. */
export const aliasParts: Pick<
  CcParts,
  | 'privateAlias'
  | 'sharedAlias'
  | 'canonical'
  | 'aliasFor'
  | 'namesShared'
  | 'wantsShared'
  | 'isCcShared'
  | 'bounceAlias'
> = {
  privateAlias: (d, address) => address | cMaskOf(d.config.platform),

  sharedAlias: (d, address) => address | sharedMaskOf(d.config.platform),

  canonical(d, address) {
    const aliasBits = cMaskOf(d.config.platform) | sharedMaskOf(d.config.platform);
    return address & ~aliasBits;
  },

  aliasFor(d, attrs, address) {
    if (d.parts.wantsShared(d, attrs)) return d.parts.sharedAlias(d, address);
    const isMmio = (attrs & DmaAttr.MMIO) !== 0;
    if (isMmio && d.config.assumptions.DMA_TRUSTED_MMIO_CBIT === 'clear') return address;
    return d.parts.privateAlias(d, address);
  },

  namesShared(d, attrs) {
    const isByOwnAttr = isGuest(d.config.platform.kind) && d.config.assumptions.DMA_MMIO_ATTR === 'mmio-encrypted';
    return isByOwnAttr && (attrs & DmaAttr.MMIO) !== 0
      ? (attrs & DmaAttr.MMIO_ENCRYPTED) === 0
      : (attrs & DmaAttr.CC_SHARED) !== 0;
  },

  wantsShared(d, attrs) {
    // The memory encryption of a host does not reach MMIO. dma-mmio.md 4.2.
    const isHostMmio = d.config.platform.kind === 'sme-host' && (attrs & DmaAttr.MMIO) !== 0;
    return isHostMmio || d.parts.namesShared(d, attrs);
  },

  isCcShared(d, attrs) {
    const isByOwnAttr = isGuest(d.config.platform.kind) && d.config.assumptions.DMA_MMIO_ATTR === 'mmio-encrypted';
    return (attrs & DmaAttr.CC_SHARED) !== 0 && !(isByOwnAttr && (attrs & DmaAttr.MMIO) !== 0);
  },

  bounceAlias(d, pool, address) {
    const isShared = pool.config.shared || d.config.assumptions.DMA_RELEASE === '7.2';
    return isShared ? d.parts.sharedAlias(d, address) : d.parts.privateAlias(d, address);
  },
};
