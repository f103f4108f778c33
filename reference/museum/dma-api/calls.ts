/** Exhibits on the forms of a call, and on which path it takes (dma-mmio.md 4.1, 4.5, 4.6). */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { Errno } from '../../../model/vocabulary/errno';
import { standardDmaApiParts } from '../../in-box/dma-api';
import type { DmaApiExhibit } from './exhibit';

export const directionNone: DmaApiExhibit = {
  name: 'direction-none-maps',
  title: 'a mapping without a direction is made',
  source: 'dma-mmio.md DMA-006',
  rule: 'DMA-006',
  parts: { isFatal: () => false },
};

export const forceRefusesOnIommu: DmaApiExhibit = {
  name: 'forced-bounce-refuses-on-iommu',
  title: 'swiotlb=force refuses MMIO behind an IOMMU too',
  source: 'dma-mmio.md DMA-009, BG56',
  rule: 'DMA-009',
  parts: {
    mapIommu(d, request) {
      const isRefused = (request.attrs & DmaAttr.MMIO) !== 0 && d.parts.forcesBounce(d, request.device);
      return isRefused ? null : standardDmaApiParts.mapIommu(d, request);
    },
  },
};

export const missingOpIsIdentity: DmaApiExhibit = {
  name: 'missing-op-is-identity',
  title: 'a device whose dma_ops cannot map gets the CPU address',
  source: 'dma-mmio.md DMA-010, BG84',
  rule: 'DMA-010',
  parts: {
    mapWithoutOp: (_d, request) => ({
      request,
      address: request.phys,
      by: 'legacy',
      translated: false,
      bounce: null,
    }),
  },
};

export const refusalRetried: DmaApiExhibit = {
  name: 'refusal-retried-direct',
  title: 'what the dma_ops of a device refuse goes the direct path',
  source: 'dma-mmio.md DMA-011',
  rule: 'DMA-011',
  parts: { refusedByOp: (d, request) => d.parts.mapDirect(d, request) },
};

export const pageFormTakesMmio: DmaApiExhibit = {
  name: 'page-form-takes-mmio',
  title: 'the page-based call maps MMIO',
  source: 'dma-mmio.md DMA-018',
  rule: 'DMA-018',
  parts: { pageFormTakes: () => true },
};

export const resourceIsMemory: DmaApiExhibit = {
  name: 'resource-is-memory',
  title: 'the resource call maps as memory',
  source: 'dma-mmio.md DMA-019',
  rule: 'DMA-019',
  parts: { resourceAttrs: (attrs) => attrs },
};

export const mappingErrorIsEio: DmaApiExhibit = {
  name: 'mapping-error-is-eio',
  title: 'a mapping error is reported as EIO',
  source: 'dma-mmio.md DMA-020',
  rule: 'DMA-020',
  parts: { mappingErrno: Errno.EIO },
};

export const coherenceNotAsked: DmaApiExhibit = {
  name: 'coherence-not-asked',
  title: 'REQUIRE_COHERENT of a device that is not coherent is taken, with cache maintenance',
  source: 'dma-mmio.md DMA-021',
  rule: 'DMA-021',
  parts: { lacksCoherence: () => false },
};

export const sharedBehindIommu: DmaApiExhibit = {
  name: 'cc-shared-behind-iommu',
  title: 'CC_SHARED is taken behind an IOMMU, where its alias is lost',
  source: 'dma-mmio.md DMA-022, BG85',
  rule: 'DMA-022',
  parts: { isCcShared: () => false },
};

export const windowTakesMmio: DmaApiExhibit = {
  name: 'direct-window-takes-mmio',
  title: 'MMIO below the direct window of an architecture goes past the dma_ops that refuse it',
  source: 'dma-mmio.md 4.1, DMA-011',
  rule: 'DMA-011',
  parts: {
    usesWindow: (request) => standardDmaApiParts.usesWindow({ ...request, attrs: request.attrs & ~DmaAttr.MMIO }),
  },
};
