/** iova_to_phys: page-tables.md 8.9, PT-120 … PT-123, and PT-168 of the wrapper. */
import type { ByteOffset, IovaPage, Leaf, OaPage } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { hexAddress } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  HELD,
  NOT_EXERCISED,
  RESULTS,
  must,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { ALL_MAPS, ENTRIES_AND_EFFECTS, UNMAPS } from './_on';
import { completed, endOf, keptTree } from './_range';
import { told } from './_text';

const ON_LOOKUP = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
  on: [OpKind.iovaToPhys],
} as const;

const isWalk = (step: Step): boolean => completed(step) && step.config.domainType === 'paging';

/** True if the contract gives addresses beyond the aperture a meaning of their own: io-pgtable v2 aliases them (5.2). */
const isAliased = (step: Step, page: IovaPage): boolean =>
  page > step.lastAperturePage && step.config.contract === 'io-pgtable';

/** Any trace that an op may leave. */
const CHANGED =
  Fact.added |
  Fact.removed |
  Fact.dirtied |
  Fact.tablesAdded |
  Fact.tablesRemoved |
  Fact.accounts |
  Fact.grew |
  Fact.events;

export const PT_120: StepRule = {
  ...ON_LOOKUP,
  id: 'PT-120',
  title: 'A lookup is pure',
  statement: 'iova_to_phys changes no entry, table or top, allocates nothing and flushes nothing.',
  source: 'page-tables.md 3.9',
  why: 'Lookups run under no lock that would allow a change.',
  example: 'The top grows to reach the address that is asked for.',
  needs: ENTRIES_AND_EFFECTS,
  doubt: CHANGED | Fact.starved,
  check(step) {
    if (!completed(step)) return NOT_EXERCISED;
    const { allocations, frees, liveTables, events } = step.outcome;
    const quiet = allocations === 0 && frees === 0 && events.length === 0 && liveTables === step.liveBefore;
    return must(quiet && keptTree(step));
  },
  explain: (step) => told('no change and no event', step),
};

export const PT_121: StepRule = {
  ...ON_LOOKUP,
  id: 'PT-121',
  title: 'Offset',
  statement:
    'A lookup of a mapped address returns the leaf’s physical address plus the distance from the leaf’s start, to the byte.',
  source: 'page-tables.md 3.9, 1.5',
  why: 'Callers copy to that address.',
  example: 'The offset is taken modulo the size of an item instead of the leaf.',
  when: Fact.mapped,
  check(step) {
    if (!isWalk(step) || isAliased(step, step.first)) return NOT_EXERCISED;
    const leaf = step.state.leafAt(step.first);
    if (leaf === null) return NOT_EXERCISED;
    const { value, valueOffset } = step.outcome;
    return must(value === leaf.oa + (step.first - leaf.page) && valueOffset === step.op.iovaOffset);
  },
  explain(step) {
    const leaf = step.state.leafAt(step.first)!;
    return told(hexAddress(leaf.oa + (step.first - leaf.page), step.op.iovaOffset), step);
  },
};

export const PT_122: StepRule = {
  ...ON_LOOKUP,
  id: 'PT-122',
  title: 'Not mapped',
  statement: 'A lookup of an address that is not mapped, inside or outside of the range of the domain, returns 0.',
  source: 'page-tables.md 3.9',
  why: 'An errno cast to an address points into real memory.',
  example: '−ERANGE comes back as a physical address.',
  when: Fact.hole,
  check(step) {
    if (!isWalk(step) || isAliased(step, step.first) || step.state.leafAt(step.first) !== null) return NOT_EXERCISED;
    return must(step.outcome.value === 0 && step.outcome.valueOffset === 0);
  },
  explain: (step) => told('0', step),
};

/** True if `phys` is what `leaf` (null: nothing) translates page + offset to. */
const isTranslation = (
  leaf: Leaf | null,
  page: IovaPage,
  offset: ByteOffset,
  phys: OaPage,
  physOffset: ByteOffset,
): boolean =>
  leaf === null ? phys === 0 && physOffset === 0 : phys === leaf.oa + (page - leaf.page) && physOffset === offset;

/** Offset in its page of the last byte of the op's range; that of iova where there is no such byte. */
function lastOffset(step: Step): ByteOffset {
  const { iovaOffset, lenOffset, segments } = step.op;
  if (step.range !== RangeKind.proper) return iovaOffset;
  let bytes = iovaOffset + lenOffset;
  if (segments !== null) for (let i = 0; i < segments.length; i++) bytes += segments[i]!.lenOffset;
  return (bytes - 1) & 0xfff;
}

/** The leaf that covers `page` after the op; the outermost of those that it added need no walk. */
function leafNow(step: Step, page: IovaPage): Leaf | null {
  const { added } = step.outcome;
  if (added.length === 0) return step.state.leafAt(page);
  if (added[0]!.page === page) return added[0]!;
  const last = added[added.length - 1]!;
  return last.page <= page && page < endOf(last) ? last : step.state.leafAt(page);
}

export const PT_123: StepRule = {
  ...ON_LOOKUP,
  id: 'PT-123',
  title: 'Lookups agree with the leaves',
  statement:
    'After every map and unmap, iova_to_phys of the first and the last byte of the range is what the entries in the tables say.',
  source: 'page-tables.md 3.9, 1.5; 8.9',
  why: 'Hardware goes by the entries: a lookup that disagrees hides where the device really reaches.',
  example: 'The size of a leaf is decoded from a stale value.',
  needs: ['entries', 'translations'],
  on: [...ALL_MAPS, ...UNMAPS],
  check(step) {
    const { first, last, op, outcome } = step;
    if (!isWalk(step) || isAliased(step, first) || isAliased(step, last)) return NOT_EXERCISED;
    const head = leafNow(step, first);
    if (!isTranslation(head, first, op.iovaOffset, outcome.firstPhys, outcome.firstPhysOffset)) return BROKEN;
    const tail = first === last ? head : leafNow(step, last);
    if (!isTranslation(tail, last, lastOffset(step), outcome.lastPhys, outcome.lastPhysOffset)) return BROKEN;
    return HELD;
  },
  explain(step) {
    const { first, last, op, outcome } = step;
    const text = (page: IovaPage, offset: ByteOffset): string => {
      const leaf = step.state.leafAt(page);
      return leaf === null ? '0x0' : hexAddress(leaf.oa + (page - leaf.page), offset);
    };
    return (
      `entries translate the first byte to ${text(first, op.iovaOffset)} and the last to ` +
      `${text(last, lastOffset(step))}; iova_to_phys says ` +
      `${hexAddress(outcome.firstPhys, outcome.firstPhysOffset)} and ` +
      hexAddress(outcome.lastPhys, outcome.lastPhysOffset)
    );
  },
};

export const PT_168: StepRule = {
  ...ON_LOOKUP,
  id: 'PT-168',
  title: 'Special domains',
  statement: 'iommu_iova_to_phys returns the address itself in an identity domain and 0 in a blocking domain.',
  source: 'page-tables.md 3.11; iommu.c iommu_iova_to_phys',
  why: 'These domains have no table to walk.',
  example: 'The walk runs on a domain without tables.',
  needs: RESULTS,
  when: Fact.special,
  check(step) {
    const { config, op, outcome } = step;
    if (config.domainType === 'paging' || !completed(step)) return NOT_EXERCISED;
    if (config.domainType === 'blocked') return must(outcome.value === 0 && outcome.valueOffset === 0);
    return must(outcome.value === op.iova && outcome.valueOffset === op.iovaOffset);
  },
  explain: (step) =>
    told(step.config.domainType === 'blocked' ? '0' : hexAddress(step.op.iova, step.op.iovaOffset), step),
};
