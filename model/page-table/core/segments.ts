import type { Op, Segment } from '../../vocabulary';
import { lastOffset, lastPage } from '../range';
import type { MapRequest } from '../generic-pt/map';

/**
 * The runs that `iommu_map_sg` maps: segments that are physically adjacent are one (page-tables.md 3.11). An empty
 * segment adds nothing, but one that lies elsewhere ends the run before it. A run that starts at 2^64 or beyond keeps
 * that start: what becomes of it is the contract's affair (docs/protocol.md).
 */
export function runsOf(op: Op): MapRequest[] {
  const runs: { -readonly [K in keyof MapRequest]: MapRequest[K] }[] = [];
  let iova = op.iova;
  let iovaOffset = op.iovaOffset;
  for (const segment of op.segments ?? []) {
    const run = runs.at(-1);
    if (run !== undefined && follows(run, segment)) {
      const bytes = run.lenOffset + segment.lenOffset;
      run.len += segment.len + (bytes >> 12);
      run.lenOffset = bytes & 0xfff;
    } else {
      const { oa, oaOffset, len, lenOffset } = segment;
      runs.push({ iova, iovaOffset, oa, oaOffset, len, lenOffset, prot: op.prot });
    }
    const bytes = iovaOffset + segment.lenOffset;
    iova += segment.len + (bytes >> 12);
    iovaOffset = bytes & 0xfff;
  }
  return runs.filter(isNotEmpty);
}

const isNotEmpty = ({ len, lenOffset }: MapRequest): boolean => len !== 0 || lenOffset !== 0;

/** True if `segment` starts at the byte after the last one of `run`. */
function follows(run: MapRequest, segment: Segment): boolean {
  const page = lastPage(run.oa, run.oaOffset, run.len, run.lenOffset);
  const offset = lastOffset(run.oaOffset, run.lenOffset);
  return offset === 0xfff
    ? segment.oa === page + 1 && segment.oaOffset === 0
    : segment.oa === page && segment.oaOffset === offset + 1;
}
