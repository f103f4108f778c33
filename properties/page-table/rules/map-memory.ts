/** Maps that run out of memory: page-tables.md 8.6, PT-077 … PT-079. */
import { Errno } from '../../../model/vocabulary/errno';
import { OpFlag } from '../../../model/vocabulary/op';
import { Status } from '../../../model/vocabulary/outcome';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  RESULTS,
  must,
  type StepRule,
} from '../rule';
import { overwritesNothing } from './_io-pgtable';
import { isFlawless, reachesMap } from './_map-request';
import { ALL_MAPS, BARE_MAPS, ENTRIES_AND_EFFECTS, RUN_MAPS } from './_on';
import { addedIsPrefix, completed, mappedPages, pagesIn } from './_range';
import { told } from './_text';

const ON_MEMORY = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
} as const;

export const PT_077: StepRule = {
  ...ON_MEMORY,
  id: 'PT-077',
  title: 'Out of memory',
  statement:
    'A map that runs out of memory returns −ENOMEM and leaves a gapless prefix of `mapped` bytes; no other map returns it.',
  source: 'page-tables.md 3.3 step 11, 3.7; iommu_pt.h pt_iommu_new_table',
  why: 'The caller unmaps the prefix and tries again: it must be told how long it is.',
  example: 'The missing table is dereferenced.',
  on: BARE_MAPS,
  when: Fact.starved,
  check(step) {
    const { status, ret } = step.outcome;
    if (!completed(step)) {
      const died = (status & (Status.fault | Status.hang)) !== 0;
      return died && step.budgetBefore !== Infinity && isFlawless(step) && overwritesNothing(step)
        ? BROKEN
        : NOT_EXERCISED;
    }
    if (ret !== Errno.ENOMEM || !overwritesNothing(step)) return NOT_EXERCISED;
    if (step.budgetBefore === Infinity || step.outcome.removed.length > 0) return BROKEN;
    const placed = mappedPages(step);
    return must(placed === pagesIn(step.outcome.added) && addedIsPrefix(step) && placed <= step.last - step.first);
  },
  explain: (step) =>
    completed(step)
      ? told('a gapless prefix of the range, as long as `mapped` says, and a budget that was used up', step)
      : `the op died for want of memory (status 0x${step.outcome.status.toString(16)})`,
};

export const PT_078: StepRule = {
  ...ON_MEMORY,
  id: 'PT-078',
  title: 'Failure at every allocation',
  statement:
    'A map allocates exactly the tables that it adds, and fails with −ENOMEM exactly at the first that it does not get.',
  source: 'page-tables.md 3.4, 3.5, 0.4; 8.6',
  why: 'Memory that is asked for ahead of need makes maps fail that could succeed.',
  example: 'A table is allocated before the walk knows whether it is needed.',
  level: 'contract',
  contracts: GENERIC_PT,
  needs: ENTRIES_AND_EFFECTS,
  on: RUN_MAPS,
  when: Fact.starved | Fact.accounts | Fact.tablesAdded,
  check(step) {
    const { ret, allocations, tablesAdded } = step.outcome;
    if (!reachesMap(step) || (step.op.flags & OpFlag.syncMapFails) !== 0) return NOT_EXERCISED;
    if (ret === Errno.ENOMEM) return must(allocations === step.budgetBefore);
    if (allocations === 0 && tablesAdded.length === 0) return NOT_EXERCISED;
    if (allocations > step.budgetBefore) return BROKEN;
    // A grown top hangs the old one below it, and a large leaf may have unlinked that at once: count the levels only.
    const grown = step.outcome.topLevel - step.topBefore;
    if (grown > 0) return must(allocations >= grown);
    // Refused and rolled back: tables of the first leaves may be gone again.
    return ret !== 0 ? HELD : must(allocations === tablesAdded.length);
  },
  explain: (step) =>
    told(
      `${step.outcome.tablesAdded.length} tables added, ${step.outcome.allocations} allocated of a budget of ` +
        `${step.budgetBefore} to agree`,
      step,
    ),
};

const ANSWERS = new Set<number>([
  0,
  Errno.EINVAL,
  Errno.ERANGE,
  Errno.EOVERFLOW,
  Errno.ENXIO,
  Errno.ENOMEM,
  Errno.EADDRINUSE,
]);

export const PT_079: StepRule = {
  ...ON_MEMORY,
  id: 'PT-079',
  title: 'No internal error escapes',
  statement: 'A map returns 0, −EINVAL, −ERANGE, −EOVERFLOW, −ENXIO, −ENOMEM or −EADDRINUSE, and nothing else.',
  source: 'page-tables.md 3.3; 7 (test_random_map)',
  why: 'Callers do not expect the signal by which the walk restarts itself.',
  example: '−EAGAIN, by which the walk tells itself that the page size changed, reaches the caller.',
  level: 'contract',
  contracts: GENERIC_PT,
  needs: RESULTS,
  on: ALL_MAPS,
  doubt: Fact.failed | Fact.starved,
  check(step) {
    if (!completed(step)) return NOT_EXERCISED;
    return step.outcome.ret === 0 ? HELD : must(ANSWERS.has(step.outcome.ret));
  },
  explain: (step) => told('one of the documented answers', step),
};
