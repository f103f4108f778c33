/** Unmaps that start or end inside a leaf, and what must be left of it: page-tables.md 8.8, PT-103 … PT-106, PT-109. */
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  must,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { UNMAPS } from './_on';
import { LG_PAGES, endOf } from './_range';
import { spanText, told } from './_text';
import { didNothing, isInReach, lengthMinus, isRefusedForLarger, reachesUnmap, startedAtLeaf } from './_unmap';

const ON_LEAVES = {
  confidence: 'V',
  level: 'contract',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
  on: UNMAPS,
} as const;

export const PT_103: StepRule = {
  ...ON_LEAVES,
  id: 'PT-103',
  title: 'Never splits',
  statement: 'An unmap leaves each leaf as it was, bit for bit, or removes all of it; it creates none.',
  source: 'page-tables.md 3.8',
  why: 'Splitting needs memory, which unmap may not ask for, and a flush of what stays.',
  example: 'Only the replicas inside the range are cleared.',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  when: Fact.added | Fact.removed,
  doubt: Fact.added | Fact.special | Fact.starved,
  check(step) {
    const { added, removed } = step.outcome;
    if ((added.length === 0 && removed.length === 0) || !reachesUnmap(step)) return NOT_EXERCISED;
    return must(added.length === 0);
  },
  explain: (step) => told('no leaf in the place of a removed one', step),
};

export const PT_104: StepRule = {
  ...ON_LEAVES,
  id: 'PT-104',
  title: 'Start inside a leaf',
  statement: 'An unmap that starts inside a leaf returns 0 and changes nothing.',
  source: 'page-tables.md 3.8',
  why: 'The part before the start belongs to somebody who did not ask for its removal.',
  example: 'The whole leaf is removed.',
  when: Fact.offStart,
  check(step) {
    if (startedAtLeaf(step) || !isInReach(step) || !reachesUnmap(step)) return NOT_EXERCISED;
    const leaf = step.leafBefore(step.first);
    if (leaf === null || (leaf.page === step.first && step.op.iovaOffset === 0)) return NOT_EXERCISED;
    return must(didNothing(step));
  },
  explain: (step) => told(`0 and nothing changed: it starts inside ${spanText(step.leafBefore(step.first)!)}`, step),
};

/** True if the request ends before `leaf` does, to the byte. */
function endsInside(step: Step, end: number): boolean {
  const { iova, iovaOffset } = step.op;
  return lengthMinus(step, end - iova) + iovaOffset / 4096 < 0;
}

export const PT_105: StepRule = {
  ...ON_LEAVES,
  id: 'PT-105',
  title: 'End inside a leaf',
  statement:
    'An unmap that ends inside a leaf removes all of it, returns more than was asked for, and goes no further.',
  source: 'page-tables.md 3.8; 7 (test_unmap_split); AMB-UNMAP-LARGER',
  why: 'The caller must learn that more was removed than it asked for.',
  example: 'The requested length is returned, or the next leaf is removed too.',
  when: Fact.uneven,
  check(step) {
    const { removed, value } = step.outcome;
    if (step.op.iovaOffset !== 0 || !isInReach(step) || !reachesUnmap(step)) return NOT_EXERCISED;
    if (isRefusedForLarger(step)) return must(didNothing(step));
    if (removed.length > 0) {
      const tail = removed[removed.length - 1]!;
      const end = endOf(tail);
      if (endsInside(step, end)) return must(tail.page <= step.last && value === end - step.first);
    }
    const next = step.first + value;
    if (next > step.last) return NOT_EXERCISED;
    const leaf = step.leafBefore(next);
    if (leaf === null || leaf.page !== next || !endsInside(step, endOf(leaf))) return NOT_EXERCISED;
    return BROKEN;
  },
  explain: (step) => told('the last leaf gone whole and counted whole, and none after it', step),
};

export const PT_106: StepRule = {
  ...ON_LEAVES,
  id: 'PT-106',
  title: 'Small length',
  statement: 'An unmap at the start of a leaf, of any length below its size, returns the size of the leaf.',
  source: 'page-tables.md 3.8; AMB-UNMAP-LARGER',
  why: 'Callers that unmap page by page rely on it to skip over large leaves.',
  example: 'The op rejects a length that is not aligned.',
  when: Fact.uneven | Fact.offStart,
  check(step) {
    if (step.op.iovaOffset !== 0 || step.range !== RangeKind.proper || !reachesUnmap(step)) return NOT_EXERCISED;
    const { removed, value, valueOffset } = step.outcome;
    const leaf = startedAtLeaf(step) ? removed[0]! : step.leafBefore(step.first);
    if (leaf === null || leaf.page !== step.first) return NOT_EXERCISED;
    const pages = LG_PAGES[leaf.lg]!;
    if (lengthMinus(step, pages) >= 0) return NOT_EXERCISED;
    if (isRefusedForLarger(step)) return must(didNothing(step));
    return must(value === pages && valueOffset === 0 && removed.length === 1);
  },
  explain: (step) => told('the size of the leaf at the start of the range', step),
};

/** True if something is left of removed leaf `i`: the same entry, at its first or its last page. */
function leftOver(step: Step, i: number): boolean {
  const old = step.outcome.removed[i]!;
  const end = endOf(old);
  const head = step.state.leafAt(old.page);
  if (head !== null && head.lo === old.lo && head.hi === old.hi) return true;
  const tail = step.state.leafAt(end - 1);
  if (tail !== null && tail.lo === old.lo && tail.hi === old.hi) return true;
  const { anomalies } = step.state;
  for (let a = 0; a < anomalies.length; a++) {
    if (anomalies[a]!.page >= old.page && anomalies[a]!.page < end) return true;
  }
  return false;
}

export const PT_109: StepRule = {
  ...ON_LEAVES,
  id: 'PT-109',
  title: 'All replicas cleared',
  statement: 'Every item of a leaf that an unmap removed is zero, the dirty bit included.',
  source: 'page-tables.md 3.8, 1.3; amdv1.h clear_entries',
  why: 'Hardware reads any of the replicas: one that stays keeps the whole page open to the device.',
  example: 'Only the first item of the group is cleared.',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  when: Fact.removed,
  doubt: Fact.added | Fact.anomaly | Fact.special | Fact.starved,
  check(step) {
    const { removed, added } = step.outcome;
    if (removed.length === 0 || !reachesUnmap(step)) return NOT_EXERCISED;
    // What is left of a group shows as entries that were not there before, or as an anomaly.
    if (added.length === 0 && step.state.anomalies.length === 0) return HELD;
    for (let i = 0; i < removed.length; i++) if (leftOver(step, i)) return BROKEN;
    return HELD;
  },
  explain: (step) => told('nothing left of the removed leaves', step),
};
