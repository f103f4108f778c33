import type { Op, Segment } from '../../../../model/vocabulary';
import { OpKind } from '../../../../model/vocabulary/op';
import { ALL_PAGES } from '../../../../model/vocabulary/units';
import { anyOp, sgOp } from '../ops';
import { drawProt } from '../place';
import type { Move } from '../theme';
import { mapSg } from './sg';

const KINDS = [OpKind.iommuMapSg];
/** Pages of one run. */
const MOST_PAGES = 6;

const empty = (oa: number): Segment => ({ oa, oaOffset: 0, len: 0, lenOffset: 0 });

/** `segments` with an empty one before index `at`: where the segment before it ends, or elsewhere. */
function withEmpty(segments: readonly Segment[], at: number, adjacent: boolean): Segment[] {
  const before = segments[Math.max(0, at - 1)]!;
  const end = before.oa + before.len;
  return [...segments.slice(0, at), empty(adjacent ? end : Math.max(0, before.oa - 16)), ...segments.slice(at)];
}

/** A list of which one segment is empty: first, between two others, or last; adjacent to its neighbour or not. */
export const mapSgWithEmpty: Move = {
  name: 'mapSgWithEmpty',
  kinds: KINDS,
  draw(c) {
    const base = mapSg.draw(c);
    if (base.segments === null) return base;
    const at = c.draw.chance(50) ? base.segments.length : c.draw.int(base.segments.length + 1);
    const segments = withEmpty(base.segments, at, c.draw.chance(70));
    return anyOp(base.kind, c.domain, base.iova, 0, 0, 0, 0, 0, base.prot, base.flags, 0, segments);
  },
};

/** A list of which nothing is left: no segment, or empty ones only. */
export const mapSgOfNothing: Move = {
  name: 'mapSgOfNothing',
  kinds: KINDS,
  draw(c) {
    const base = mapSg.draw(c);
    if (base.segments === null) return base;
    return sgOp(c.domain, base.iova, [empty(base.segments[0]!.oa)], base.prot);
  },
};

/** A list of two runs, the first of which ends with the last byte of 64 bits or a little before it. */
export const mapSgPastTheEnd: Move = {
  name: 'mapSgPastTheEnd',
  kinds: KINDS,
  draw(c): Op {
    const first = (1 + c.draw.int(MOST_PAGES)) * c.minPages;
    const second = (1 + c.draw.int(MOST_PAGES)) * c.minPages;
    const before = c.draw.chance(70) ? first : first + c.minPages;
    const oa = c.oaBases[0]!;
    const segments = [
      { oa, oaOffset: 0, len: first, lenOffset: 0 },
      { oa: oa + first + 8 * c.minPages, oaOffset: 0, len: second, lenOffset: 0 },
    ];
    return sgOp(c.domain, ALL_PAGES - before, segments, drawProt(c));
  },
};

/** Cuts the first segment of a list in two that are adjacent, at a byte that is no start of a page. */
function cutInBytes(segments: readonly Segment[], page: number, byte: number): Segment[] {
  const [first, ...rest] = segments;
  const { oa, len } = first!;
  return [
    { oa, oaOffset: 0, len: page, lenOffset: byte },
    { oa: oa + page, oaOffset: byte, len: len - page - 1, lenOffset: 4096 - byte },
    ...rest,
  ];
}

/** A list of segments of odd lengths whose runs are whole pages: a buffer that was cut anywhere. */
export const mapSgInBytes: Move = {
  name: 'mapSgInBytes',
  kinds: KINDS,
  draw(c) {
    const base = mapSg.draw(c);
    if (base.segments === null) return base;
    const segments = cutInBytes(base.segments, c.draw.int(base.segments[0]!.len), 1 + c.draw.int(4095));
    return sgOp(c.domain, base.iova, segments, base.prot);
  },
};

/** A list whose last segment is no multiple of the smallest page (PT-064): newer kernels do not return from it. */
export const mapSgUnalignedLength: Move = {
  name: 'mapSgUnalignedLength',
  kinds: KINDS,
  hostile: true,
  draw(c) {
    const base = mapSg.draw(c);
    if (base.segments === null) return base;
    const last = base.segments[base.segments.length - 1]!;
    const segments = [...base.segments.slice(0, -1), { ...last, lenOffset: 1 + c.draw.int(4095) }];
    return sgOp(c.domain, base.iova, segments, base.prot);
  },
};
