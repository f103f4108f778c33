import type { Leaf } from '../../../model/vocabulary';
import { isMap, isUnmap, OpKind } from '../../../model/vocabulary/op';
import { Prot } from '../../../model/vocabulary/prot';
import { ITEM_PAGES, itemLg, pagesOf } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import type { Step } from '../step';
import type { PageTableGoal, Past } from './goal';

const MAPS = ['map', 'mapPages', 'iommuMap', 'iommuMapSg'] as const;
const UNMAPS = ['unmap', 'iommuUnmap'] as const;

/** Items of one table. */
const ITEMS = 512;
/** log2 of 32 KiB, 2 MiB, 256 TiB. */
const LG_32K = 15;
const LG_2M = 21;
const LG_256T = 48;

/** The stages of a span of 2 MiB on its way from a leaf to a table and back. */
const Span = { wasLeaf: 1, thenTable: 2 } as const;

const lastOf = (leaf: Leaf): number => leaf.page + pagesOf(leaf.lg) - 1;

/** Sizes among `leaves`. */
function sizesIn(leaves: readonly Leaf[]): number {
  let sizes = 0;
  for (let i = 0; i < leaves.length; i++) {
    let isNew = true;
    for (let j = 0; j < i && isNew; j++) isNew = leaves[j]!.lg !== leaves[i]!.lg;
    if (isNew) sizes++;
  }
  return sizes;
}

/** Notes what a map made of spans of 2 MiB; true if one is a leaf again that was a leaf, then a table. */
function isLeafAgain({ op, outcome: { added } }: Step, { spans }: Past): boolean {
  let found = false;
  for (let i = 0; i < added.length; i++) {
    const { lg, page } = added[i]!;
    if (lg > LG_2M) continue;
    const span = Math.floor(page / ITEMS) * 2 + op.domain;
    const before = spans.get(span) ?? 0;
    if (lg === LG_2M) {
      if ((before & Span.thenTable) !== 0) found = true;
      spans.set(span, Span.wasLeaf);
    } else if ((before & Span.wasLeaf) !== 0) {
      spans.set(span, Span.wasLeaf | Span.thenTable);
    }
  }
  return found;
}

/** The leaf next to what was mapped, in the same table of 4 KiB items, or null. */
function neighbour({ outcome: { added }, state }: Step): Leaf | null {
  const [first] = added;
  const last = added[added.length - 1]!;
  if (first!.level !== 0) return null;
  if (first!.page % ITEMS !== 0) {
    const leaf = state.leafAt(first!.page - 1);
    if (leaf !== null) return leaf;
  }
  const next = lastOf(last) + 1;
  return last.level === 0 && next % ITEMS !== 0 ? state.leafAt(next) : null;
}

/** True if the raw value of `leaf` has the C-bit at `smeBit`. */
const hasCBit = (leaf: Leaf, smeBit: number): boolean =>
  ((smeBit < 32 ? leaf.lo >>> smeBit : leaf.hi >>> (smeBit - 32)) & 1) === 1;

/** Goals about sizes of leaves, and what lies beside what (page-tables.md 3.2, 3.8, 4). */
export const LEAF_GOALS: readonly PageTableGoal[] = [
  {
    name: 'group-removed-past-end',
    statement: 'A leaf of 32K, eight items of 4K, is removed whole by an unmap that ends inside it.',
    formats: ['amdv1'],
    ops: UNMAPS,
    when: Fact.removed,
    reached({ op, outcome: { removed }, last }) {
      const tail = removed[removed.length - 1]!;
      return isUnmap(op.kind) && tail.lg === LG_32K && lastOf(tail) > last;
    },
  },
  {
    name: 'three-sizes-removed',
    statement: 'One unmap removes leaves of three sizes.',
    ops: UNMAPS,
    when: Fact.removed,
    reached: ({ op, outcome: { removed } }) => isUnmap(op.kind) && removed.length > 2 && sizesIn(removed) > 2,
  },
  {
    name: 'three-sizes-of-a-list',
    statement: 'One scatter-gather list becomes leaves of three sizes.',
    // v2 has three sizes in all, and the largest is 1G: no ordinary list has them side by side.
    formats: ['amdv1'],
    ops: ['iommuMapSg'],
    when: Fact.several,
    reached: ({ op, outcome }) =>
      op.kind === OpKind.iommuMapSg && outcome.ret === 0 && outcome.added.length > 2 && sizesIn(outcome.added) > 2,
  },
  {
    name: 'leaf-table-leaf',
    statement: 'The same 2M are one leaf, then a table of smaller ones, then one leaf again.',
    ops: MAPS,
    when: Fact.added,
    reached: isLeafAgain,
  },
  {
    name: 'largest-leaves',
    statement: 'A leaf of 256T or more is mapped.',
    formats: ['amdv1'],
    ops: MAPS,
    when: Fact.added,
    reached: ({ outcome: { added } }) => added[0]!.lg >= LG_256T,
  },
  {
    name: 'no-4k',
    statement: 'A domain whose smallest page is larger than 4K maps two sizes in one call.',
    // The old driver of v2 takes its three sizes as they are.
    formats: ['amdv1'],
    ops: MAPS,
    when: Fact.several,
    reached: ({ sizes, outcome: { added } }) => sizes[0]! > itemLg(0) && sizesIn(added) > 1,
  },
  {
    name: 'last-page',
    statement: 'The last page of the aperture is unmapped.',
    ops: UNMAPS,
    when: Fact.removed,
    reached: ({ op, outcome: { removed }, lastAperturePage }) =>
      isUnmap(op.kind) && lastOf(removed[removed.length - 1]!) === lastAperturePage,
  },
  {
    name: 'mmio-beside-encrypted',
    statement: 'MMIO is mapped beside encrypted RAM in one table of 4K items.',
    ops: MAPS,
    when: Fact.mmioBesideCBit,
    reached(step) {
      if (!isMap(step.op.kind) || step.outcome.added.length === 0 || (step.op.prot & Prot.MMIO) === 0) return false;
      const leaf = neighbour(step);
      return leaf !== null && hasCBit(leaf, step.config.smeBit!);
    },
  },
  {
    name: 'refilled-table',
    statement: 'A table of 4K items that holds nothing any more is filled again, without an allocation.',
    ops: MAPS,
    when: Fact.added,
    reached(step) {
      const { outcome, topBefore } = step;
      const { page, level } = outcome.added[0]!;
      if (level !== 0 || topBefore === 0 || outcome.allocations > 0) return false;
      const start = page - (page % ITEMS);
      return !step.anyLeafBefore(start, start + ITEMS - 1);
    },
  },
  {
    name: 'five-levels-v2',
    statement: 'A v2 table of five levels maps what four levels do not reach.',
    formats: ['amdv2'],
    ops: MAPS,
    when: Fact.added,
    reached: ({ config, outcome: { added } }) =>
      config.format === 'amdv2' && added[added.length - 1]!.page >= ITEM_PAGES[4]!,
  },
];
