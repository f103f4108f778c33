import type { MappingView } from '../../../../model/vocabulary/dma-api/view';
import type { Bounce } from '../swiotlb/pool';
import type { MapRequest } from './request';

/** A piece that is mapped, with the request that it answers. */
export interface Entry {
  readonly request: MapRequest;
  /** DMA address. */
  readonly address: bigint;
  /** Which unmap takes it back; `span`: a part of the one reservation of a scatterlist. */
  readonly by: 'direct' | 'iommu' | 'legacy' | 'bus' | 'span';
  /** IOPTEs lead from the address to memory. */
  readonly translated: boolean;
  readonly bounce: Bounce | null;
}

/** What one call mapped. */
export interface Mapping {
  readonly made: MappingView['made'];
  /** Direction and attributes of the call. */
  readonly direction: MapRequest['direction'];
  readonly attrs: number;
  readonly device: MapRequest['device'];
  readonly entries: readonly Entry[];
  /** IOVA space of a scatterlist that has one reservation, whole granules; else null. */
  readonly span: { readonly iova: bigint; readonly bytes: bigint } | null;
}
