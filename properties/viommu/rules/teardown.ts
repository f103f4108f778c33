/** Rules on when a block may be freed: dma-mmio.md 8.4 O4. */
import type { Spa } from '../../../model/vocabulary/viommu/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { ViommuEndRule, ViommuStep, ViommuStepRule } from '../rule';
import { CALLS, eventsCalled } from './_calls';
import { freesOf } from './_ledger';
import { STEP } from './_rule';
import { accountsOf, type Account } from './_teardown';

const ON_CALLS = { ...STEP, on: CALLS } as const;

const isFreed = ({ events }: Account): boolean => events.some(({ event }) => event === 'freeBlock');

/** Sub-regions that were unmapped and freed in one call, with the steps in their order. */
const unmappedAndFreed = (step: ViommuStep): readonly Account[] =>
  accountsOf(step).filter((account) => isFreed(account) && account.events.some(({ event }) => event === 'unmap'));

/** The steps of a teardown by rank: each must be behind those of lower rank. */
const RANK: Readonly<Record<string, number>> = { unmap: 0, invalidate: 1, wait: 1, restore: 2, freeBlock: 3 };

const outOfOrder = (step: ViommuStep): Account | undefined =>
  unmappedAndFreed(step).find(({ events }) => {
    const last = (rank: number): number => events.findLastIndex(({ event }) => RANK[event] === rank);
    const places = [0, 1, 2, 3].map(last).filter((place) => place !== -1);
    return places.some((place, i) => i > 0 && place < places[i - 1]!);
  });

export const VIOMMU_011: ViommuStepRule = {
  ...ON_CALLS,
  id: 'VIOMMU-011',
  title: 'unmap, flush, write-back, free',
  statement: 'A block is unmapped, then flushed, then made write-back, then freed.',
  source: 'dma-mmio.md 8.3, 8.4 O3, O4; seed 003',
  why: 'Each step takes away what makes the next one safe to do.',
  example: 'The block is freed, and flushed then.',
  check: (step) => (unmappedAndFreed(step).length === 0 ? NOT_EXERCISED : must(outOfOrder(step) === undefined)),
  explain(step) {
    const { region, events } = outOfOrder(step)!;
    return `sub-region ${region}: ${events.map(({ event }) => event).join(', ')}`;
  },
};

const freedMapped = (step: ViommuStep): Account | undefined =>
  accountsOf(step).find((account) => isFreed(account) && account.left > 0);

export const VIOMMU_012: ViommuStepRule = {
  ...ON_CALLS,
  id: 'VIOMMU-012',
  title: 'nothing mapped is freed',
  statement: 'A block is freed only when its whole 2 MiB are unmapped.',
  source: 'dma-mmio.md 8.4 O4, 8.5 V-2, V-3',
  confidence: 'D',
  why: 'Hardware would write into memory that has another owner.',
  example: 'An unmap that took less than was asked is a warning, and the block is freed.',
  check: (step) =>
    accountsOf(step).some((account) => isFreed(account) && account.mapped > 0)
      ? must(freedMapped(step) === undefined)
      : NOT_EXERCISED,
  explain(step) {
    const { region, left, mapped } = freedMapped(step)!;
    return `sub-region ${region} is freed with ${address(left)} of ${address(mapped)} bytes mapped`;
  },
};

export const VIOMMU_013: ViommuEndRule = {
  scope: 'end',
  level: 'required',
  id: 'VIOMMU-013',
  title: 'nothing cached is freed',
  statement:
    'A block is freed only when an invalidation of all that was unmapped was queued on its IOMMU, and its completion seen.',
  source: 'dma-mmio.md 8.4 O4, 8.5 V-3, V-4, V-5',
  confidence: 'D',
  why: 'The IOTLB would go on leading hardware into memory that has another owner.',
  example: 'What the completion wait returns is ignored.',
  check(end) {
    const frees = freesOf(end);
    return frees.length === 0 ? NOT_EXERCISED : must(frees.every(({ unflushed }) => unflushed === 0));
  },
  explain(end) {
    const { op, block, unflushed } = freesOf(end).find((free) => free.unflushed > 0)!;
    return `op ${op} frees ${address(block)} with ${address(unflushed)} bytes unmapped and not flushed`;
  },
};

/** Blocks that were freed, and not given out again by the same op, that are not write-back. */
const freedUncached = (step: ViommuStep): readonly Spa[] =>
  freed(step).filter((block) => step.after.blocks.includes(block) && step.after.block(block).uncachedPages > 0);
const freed = (step: ViommuStep): readonly Spa[] =>
  eventsCalled(step, 'freeBlock').flatMap(({ block }) => (isGivenOut(step, block) ? [] : [block]));
const isGivenOut = (step: ViommuStep, block: Spa): boolean =>
  step.after.blocks.includes(block) && step.after.block(block).allocated;

export const VIOMMU_016: ViommuStepRule = {
  ...ON_CALLS,
  id: 'VIOMMU-016',
  title: 'a block is freed as write-back',
  statement: 'A block is freed only when every page of it is write-back.',
  source: 'dma-mmio.md 8.4 O4, 8.5 V-6, V-7; seed 003',
  confidence: 'D',
  why: 'The page allocator gives it to somebody who maps it cached: two attributes for one page. On x86 the next set_memory_uc() of it is refused too (memtype.c).',
  example: 'What set_memory_wb returns is ignored.',
  check: (step) => (freed(step).length === 0 ? NOT_EXERCISED : must(freedUncached(step).length === 0)),
  explain: (step) =>
    freedUncached(step)
      .map((block) => `${address(block)} is freed with ${step.after.block(block).uncachedPages} pages uncached`)
      .join('; '),
};
