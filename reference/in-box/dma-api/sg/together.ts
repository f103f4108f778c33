import { Errno } from '../../../../model/vocabulary/errno';
import type { InBoxDmaApi } from '../in-box';
import type { Entry } from '../objects/mapping';
import type { MapRequest } from '../objects/request';
import type { SgParts } from '../parts/sg';
import type { Segment } from './segment';

/** A scatterlist in one reservation. dma-mmio.md 4.6, 4.3. */
export const togetherParts: Pick<SgParts, 'mapTogether' | 'unmapSg'> = {
  mapTogether(d, { device, requests }) {
    if (d.faults.attachFails) return Errno.EINVAL;
    const segments: Exclude<Segment, { way: 'refused' }>[] = [];
    for (const request of requests) {
      const segment = d.parts.classify(d, request);
      if (segment.way === 'refused' || (segment.way === 'map' && isRefused(d, segment.request))) return Errno.EREMOTEIO;
      segments.push(segment);
    }
    const mapped = segments.flatMap(({ request, way }) => (way === 'map' ? [request] : []));
    for (const request of mapped) d.parts.cacheFor(d, 'device', request, request.phys);
    const bytes = mapped.reduce((sum, request) => sum + lengthOf(d, request), 0n);
    const iova = bytes === 0n ? 0n : d.parts.reserve(d, device, bytes);
    if (iova === null) return Errno.ENOMEM;
    const value = mapAll(d, mapped, iova, bytes);
    if (value !== 0) return value === Errno.ENOMEM ? Errno.ENOMEM : Errno.EINVAL;
    return { entries: entriesOf(d, segments, iova), span: bytes === 0n ? null : { iova, bytes } };
  },

  unmapSg(d, { device, entries, span }) {
    for (const entry of entries)
      if (entry.by === 'span') d.parts.cacheFor(d, 'cpu', entry.request, entry.request.phys);
      else d.parts.unmapPhys(d, entry);
    if (span !== null) d.parts.unmapTranslated(d, device, span.iova, span.bytes);
  },
};

/** What dma_map_phys refuses of the IOMMU path. */
const isRefused = (d: InBoxDmaApi, request: MapRequest): boolean =>
  d.parts.isCcShared(d, request.attrs) || !d.parts.translationAllows(d, request);

const lengthOf = (d: InBoxDmaApi, { bytes, phys }: MapRequest): bigint => d.wholeGranules(d.inGranule(phys) + bytes);

/** Maps and flushes all, or gives the reservation [iova, iova + bytes) back. */
function mapAll(d: InBoxDmaApi, requests: readonly MapRequest[], iova: bigint, bytes: bigint): number {
  let at = iova;
  for (const request of requests) {
    const { attrs, device, direction, phys } = request;
    const length = lengthOf(d, request);
    const prot = d.parts.protOf(d, device, direction, attrs);
    const value = d.parts.iommuMap(d, device, at, phys - d.inGranule(phys), length, prot);
    if (value !== 0) {
      if (at > iova) d.parts.iommuUnmap(d, device, iova, at - iova);
      if (at > iova) d.parts.flush(d, device, iova, at - iova, 'unmap');
      d.parts.release(d, device, iova, bytes);
      return value;
    }
    at += length;
  }
  if (bytes > 0n) d.parts.flush(d, requests[0]!.device, iova, bytes, 'map');
  return 0;
}

function entriesOf(
  d: InBoxDmaApi,
  segments: readonly Exclude<Segment, { way: 'refused' }>[],
  iova: bigint,
): readonly Entry[] {
  let at = iova;
  return segments.map((segment) => {
    const { request } = segment;
    if (segment.way === 'bus') return { request, address: segment.address, by: 'bus', translated: false, bounce: null };
    const address = at + d.inGranule(request.phys);
    at += lengthOf(d, request);
    return { request, address, by: 'span', translated: true, bounce: null };
  });
}
