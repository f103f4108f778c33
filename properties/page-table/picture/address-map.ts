import type { Leaf, Op, PageTableConfig, StateView, Trace } from '../../../model/vocabulary';
import { isMap } from '../../../model/vocabulary/op';
import type { AddressMap, MemoryKind } from '../../../model/vocabulary/picture';
import { Prot } from '../../../model/vocabulary/prot';
import { pageOf, pagesOf } from '../../../model/vocabulary/units';
import { shownLeaves, sightings, type Focus } from '../../engine/picture-leaves';

/** The tables of one domain before the breaking op, after it as expected, after it as observed. */
export interface ThreeStates {
  readonly before: StateView;
  readonly expected: StateView;
  readonly observed: StateView;
}

const keyOf = ({ page, lg, oa, lo, hi, found }: Leaf): string => `${page}/${lg}/${oa}/${lo}/${hi}/${found}`;

/** The bands of one domain. */
export function addressMapOf(trace: Trace, at: number, states: ThreeStates, focus: Focus | null): AddressMap {
  const { before, expected, observed } = states;
  const domain = trace.ops[at]!.domain;
  const maps = trace.ops.slice(0, at + 1).filter((op) => op.domain === domain && isMap(op.kind));
  const all = sightings(before.leaves(), expected.leaves(), observed.leaves(), keyOf).map(
    ({ item: leaf, ...moments }) => ({
      first: leaf.page,
      target: leaf.oa,
      lg: leaf.lg,
      count: 1,
      kind: kindOf(leaf, maps),
      mark: markOf(leaf, trace.config),
      wrong: moments.expected !== moments.observed,
      ...moments,
    }),
  );
  const title = trace.config.domains > 1 ? `Where domain ${domain} leads` : 'Where the addresses lead';
  return { title, from: 'IOVA', to: 'physical', ...shownLeaves(all, focus), touched: focus };
}

/**
 * What the caller asked for when it mapped the page last: the entry alone does not say whether it is MMIO. A leaf that a
 * broken subject put elsewhere is known by where it leads.
 */
function kindOf(leaf: Leaf, maps: readonly Op[]): MemoryKind {
  const pages = pagesOf(leaf.lg);
  const asked =
    maps.findLast((op) => leaf.page < op.iova + lengthOf(op) && leaf.page + pages > op.iova) ??
    maps.findLast((op) => leaf.oa < op.oa + lengthOf(op) && leaf.oa + pages > op.oa);
  return asked !== undefined && (asked.prot & Prot.MMIO) !== 0 ? 'mmio' : 'ram';
}

/** Pages that a map asks for. */
const lengthOf = ({ len, segments }: Op): number =>
  segments === null ? len : segments.reduce((sum, segment) => sum + segment.len, 0);

/** `C` where the entry carries the C-bit. */
function markOf({ lo, hi }: Leaf, { smeBit }: PageTableConfig): string {
  if (smeBit === null) return '';
  return Math.floor(pageOf(lo, hi & 0xf_ffff) / 2 ** (smeBit - 12)) % 2 === 1 ? 'C' : '';
}
