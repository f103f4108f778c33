/** The wrappers of the core: page-tables.md 8.12, PT-160 … PT-162 and PT-164 … PT-167. */
import { Errno } from '../../../model/vocabulary/errno';
import { OpFlag, OpKind } from '../../../model/vocabulary/op';
import { Status } from '../../../model/vocabulary/outcome';
import { Fact } from '../facts';
import { BOTH_CONTRACTS, BOTH_FORMATS, BROKEN, ENTRIES, GENERIC_PT, NOT_EXERCISED, must, type StepRule } from '../rule';
import { RangeKind, type Step } from '../step';
import { isFaceValue, overwritesNothing } from './_io-pgtable';
import {
  Refusal,
  documentedErrno,
  isNoop,
  isRightRefusal,
  reachesMap,
  refusals,
  refusedForCBit,
  segmentsAreWhole,
} from './_map-request';
import { CORE_MAPS, ENTRIES_AND_EFFECTS } from './_on';
import { LG_PAGES, completed, endOf, isAligned, keptLeaves, keptTree, pagesIn } from './_range';
import { told } from './_text';

const ON_CORE = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
  on: CORE_MAPS,
} as const;

/** True if every page translates as before, by whatever leaves. */
function keptTranslations(step: Step): boolean {
  const { added, removed } = step.outcome;
  for (let i = 0; i < added.length; i++) {
    const leaf = added[i]!;
    for (let page = leaf.page; page < endOf(leaf);) {
      const old = step.leafBefore(page);
      if (old === null || old.oa - old.page !== leaf.oa - leaf.page) return false;
      page = endOf(old);
    }
  }
  for (let i = 0; i < removed.length; i++) {
    const leaf = removed[i]!;
    for (let page = leaf.page; page < endOf(leaf);) {
      const now = step.state.leafAt(page);
      if (now === null || now.oa - now.page !== leaf.oa - leaf.page) return false;
      page = endOf(now);
    }
  }
  return true;
}

export const PT_160: StepRule = {
  ...ON_CORE,
  id: 'PT-160',
  title: 'All or nothing',
  statement: 'If iommu_map fails, every address translates as before the call.',
  source: 'page-tables.md 3.11 rollback postcondition; iommu.c iommu_map_nosync',
  why: 'The caller takes the failed range for free and gives its pages away.',
  example: 'What was mapped before the failure stays.',
  when: Fact.failed,
  check(step) {
    if (step.outcome.ret >= 0 || !completed(step) || !overwritesNothing(step)) return NOT_EXERCISED;
    return must(keptLeaves(step) || keptTranslations(step));
  },
  explain: (step) => told('all translations as before', step),
};

export const PT_161: StepRule = {
  ...ON_CORE,
  id: 'PT-161',
  title: 'Rollback touches only its own leaves',
  statement: 'If iommu_map fails, exactly the leaves from before are there, bit for bit.',
  source: 'page-tables.md 3.11',
  why: 'Unmapping more than was mapped takes the mapping of whoever owns the colliding leaf.',
  example: 'The rollback unmaps the whole size instead of what was mapped.',
  when: Fact.failed,
  check(step) {
    if (step.outcome.ret >= 0 || !completed(step) || !overwritesNothing(step)) return NOT_EXERCISED;
    return must(keptLeaves(step));
  },
  explain: (step) => told('the same leaves as before', step),
};

export const PT_162: StepRule = {
  ...ON_CORE,
  id: 'PT-162',
  title: 'Failure of sync_map rolls back all',
  statement: 'If the driver’s iotlb_sync_map fails, iommu_map fails too and leaves nothing mapped.',
  source: 'page-tables.md 3.11; iommu.c iommu_map',
  why: 'Mapped, but reported as failed: the pages stay open to the device for good.',
  example: 'The error is returned and the mapping stays.',
  when: Fact.flags,
  check(step) {
    const { op, outcome } = step;
    if ((op.flags & OpFlag.syncMapFails) === 0 || step.range === RangeKind.none) return NOT_EXERCISED;
    if (!reachesMap(step) || !overwritesNothing(step)) return NOT_EXERCISED;
    if (op.segments !== null && !segmentsAreWhole(op)) return NOT_EXERCISED;
    return must(outcome.ret < 0 && keptLeaves(step));
  },
  explain: (step) => told('an error and no leaf left', step),
};

export const PT_164: StepRule = {
  ...ON_CORE,
  id: 'PT-164',
  title: 'Size 0',
  statement:
    'iommu_map of length 0 returns −EINVAL under generic-pt (0 under AMB-LEN0 noop) and 0 in the classic core.',
  source: 'page-tables.md 3.11, 3.13; AMB-LEN0',
  why: 'Callers ported from one core to the other meet the difference.',
  example: 'The one answer in place of the other.',
  level: 'contract',
  on: [OpKind.iommuMap],
  when: Fact.odd,
  check(step) {
    if (step.range !== RangeKind.none || step.op.flags !== 0 || !reachesMap(step)) return NOT_EXERCISED;
    return must(step.outcome.ret === zeroLengthErrno(step) && keptTree(step));
  },
  explain: (step) => told(`${zeroLengthErrno(step)} and nothing changed`, step),
};

/** What iommu_map of length 0 returns: the classic core checks alignment only, then has nothing to do. */
function zeroLengthErrno(step: Step): number {
  if (step.config.contract === 'generic-pt') return isNoop(step) ? 0 : documentedErrno(step, refusals(step));
  const { op } = step;
  const min = LG_PAGES[step.sizes[0]!]!;
  const aligned = (op.iovaOffset | op.oaOffset) === 0 && isAligned(op.iova, min) && isAligned(op.oa, min);
  return aligned ? 0 : Errno.EINVAL;
}

export const PT_165: StepRule = {
  ...ON_CORE,
  id: 'PT-165',
  title: 'Domain and gfp checks',
  statement:
    'iommu_map on a domain that is not paging or has no page size, or with a forbidden gfp flag, returns −EINVAL, with a warning under generic-pt, without calling the op.',
  source: 'page-tables.md 3.11; iommu.c iommu_map_nosync',
  why: 'Such a domain has no table: the op would work on memory of another kind.',
  example: 'Only one of the three is checked.',
  level: 'contract',
  needs: ENTRIES_AND_EFFECTS,
  when: Fact.special | Fact.flags | Fact.odd,
  check(step) {
    const { config, op, outcome } = step;
    const refused = config.domainType !== 'paging' || (op.flags & OpFlag.badGfp) !== 0;
    const noSizes = step.sizes.length === 0 && config.contract === 'generic-pt';
    if ((!refused && !noSizes) || !completed(step)) return NOT_EXERCISED;
    // Without a byte to map, iommu_map_sg calls nothing that could refuse.
    if (op.segments !== null && !segmentsAreWhole(op)) return NOT_EXERCISED;
    if (op.kind === OpKind.iommuMapSg && op.segments === null) return NOT_EXERCISED;
    if (config.contract === 'generic-pt' && (outcome.status & Status.warnings) === 0) return BROKEN;
    return must(outcome.ret === Errno.EINVAL && outcome.allocations === 0 && keptTree(step));
  },
  explain: (step) => told('-EINVAL (-22), a warning under generic-pt, and nothing changed', step),
};

export const PT_166: StepRule = {
  ...ON_CORE,
  id: 'PT-166',
  title: 'Errno kept',
  statement: 'iommu_map returns the error of the map op, and 0 only if all of the range was mapped.',
  source: 'page-tables.md 3.11',
  why: 'An error that is lost after the first part was mapped makes the caller use a range of which nothing is mapped.',
  example: 'The error of a later part is lost because the first succeeded (7.1-rc).',
  level: 'contract',
  on: [OpKind.iommuMap],
  check(step) {
    const { ret } = step.outcome;
    if (step.op.flags !== 0 || step.range === RangeKind.none || !reachesMap(step)) return NOT_EXERCISED;
    if (refusedForCBit(step) || !isFaceValue(step)) return NOT_EXERCISED;
    const reasons = refusals(step);
    if ((reasons & Refusal.length) !== 0) return NOT_EXERCISED;
    if (reasons !== 0) return ret === Errno.ENOMEM ? NOT_EXERCISED : must(isRightRefusal(step, reasons));
    // That nothing was replaced is not judged here.
    if (ret === 0 && pagesIn(step.outcome.added) === step.last - step.first + 1) return NOT_EXERCISED;
    if (ret === Errno.ENOMEM) return must(step.budgetBefore !== Infinity);
    if (step.config.contract === 'io-pgtable') return overwritesNothing(step) ? BROKEN : NOT_EXERCISED;
    return must(ret === Errno.EADDRINUSE);
  },
  explain: (step) => told('the error that the map op ran into', step),
};

export const PT_167: StepRule = {
  ...ON_CORE,
  id: 'PT-167',
  title: 'The result of iommu_unmap passes through',
  statement: 'iommu_unmap returns what the op removed, more or less than was asked for as it may be.',
  source: 'page-tables.md 3.11, 3.8',
  why: 'VFIO and iommufd account pinned pages by this number.',
  example: 'The result is clamped to the size.',
  level: 'contract',
  contracts: GENERIC_PT,
  on: [OpKind.iommuUnmap],
  check(step) {
    const { value, valueOffset, removed } = step.outcome;
    if (!completed(step) || (removed.length === 0 && value === 0 && valueOffset === 0)) return NOT_EXERCISED;
    return must(value === pagesIn(removed) && valueOffset === 0);
  },
  explain: (step) => told(`${pagesIn(step.outcome.removed)} pages, the sum of the removed leaves`, step),
};
