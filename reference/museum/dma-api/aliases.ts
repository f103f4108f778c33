/** Exhibits on the aliases of an address under memory encryption (dma-mmio.md 7.1, 7.2). */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { standardDmaApiParts } from '../../in-box/dma-api';
import type { DmaApiExhibit } from './exhibit';

export const cBitOnBar: DmaApiExhibit = {
  name: 'c-bit-on-bar',
  title: 'an SME host gives MMIO the private alias: the C-bit is set on a BAR',
  source: 'dma-mmio.md DMA-023, H3',
  rule: 'DMA-023',
  parts: { wantsShared: (d, attrs) => d.parts.namesShared(d, attrs) },
};

export const ramLostCBit: DmaApiExhibit = {
  name: 'ram-lost-c-bit',
  title: 'an SME host gives memory the plain address: the device reads ciphertext',
  source: 'dma-mmio.md DMA-024, H1',
  rule: 'DMA-024',
  parts: {
    privateAlias: (d, address) =>
      d.config.platform.kind === 'sme-host' ? address : standardDmaApiParts.privateAlias(d, address),
  },
};

export const privateMmioForAll: DmaApiExhibit = {
  name: 'guest-mmio-private-alias',
  title: 'a guest maps MMIO without CC_SHARED through the private alias, for a device that issues T=0',
  source: 'dma-mmio.md DMA-025, M1',
  rule: 'DMA-025',
  parts: {
    isCapable(d, request, address) {
      if ((request.attrs & DmaAttr.MMIO) === 0) return standardDmaApiParts.isCapable(d, request, address);
      return d.parts.names(d, request.device, address, request.bytes);
    },
  },
};

export const realmWithoutTopBit: DmaApiExhibit = {
  name: 'realm-without-top-bit',
  title: 'a realm gives shared memory the plain address',
  source: 'dma-mmio.md DMA-026',
  rule: 'DMA-026',
  parts: { sharedAlias: (_d, address) => address },
};

const TDX_SHARED = 1n << 51n;

export const tdxSharedBit: DmaApiExhibit = {
  name: 'tdx-shared-bit',
  title: 'the shared bit of the guest physical address goes into DMA addresses of a TDX guest',
  source: 'dma-mmio.md DMA-027',
  rule: 'DMA-027',
  parts: {
    sharedAlias: (d, address) =>
      d.config.platform.kind === 'tdx' ? address | TDX_SHARED : standardDmaApiParts.sharedAlias(d, address),
  },
};

export const unmapMissesPool: DmaApiExhibit = {
  name: 'unmap-misses-pool',
  title: 'the alias is not taken off before the pool is searched: slots are never given back',
  source: 'dma-mmio.md DMA-028',
  rule: 'DMA-028',
  parts: { canonical: (_d, address) => address },
};

export const bouncedCBit: DmaApiExhibit = {
  name: 'bounce-has-c-bit',
  title: 'a slot that an SME host has decrypted is given through the encrypted alias',
  source: 'dma-mmio.md DMA-030, H2',
  rule: 'DMA-030',
  parts: {
    bounceAlias: (d, pool, address) =>
      d.config.platform.kind === 'sme-host'
        ? d.parts.privateAlias(d, address)
        : standardDmaApiParts.bounceAlias(d, pool, address),
  },
};
