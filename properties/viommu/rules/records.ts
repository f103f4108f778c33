/** Rules on what is on record when a call is over: dma-mmio.md 8.4 O10. */
import type { Spa, Subregion } from '../../../model/vocabulary/viommu/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { CALLS, eventsCalled, is, was } from './_calls';
import { STEP } from './_rule';
import { accountsOf } from './_teardown';

const ON_CALLS = { ...STEP, on: CALLS } as const;

/** The block that a sub-region has when its teardown begins. */
const blockOf = (step: ViommuStep, region: Subregion): Spa | null =>
  was(step).slots[region]?.block ??
  eventsCalled(step, 'allocBlock').find((event) => event.region === region)?.block ??
  null;

/** Blocks whose teardown failed in this call. */
const stuck = (step: ViommuStep): readonly { readonly region: Subregion; readonly block: Spa }[] =>
  accountsOf(step).flatMap(({ region, failure }) => {
    const block = blockOf(step, region);
    return failure === null || block === null ? [] : [{ region, block }];
  });

/** What is wrong with the record of a block whose teardown failed. */
const unrecorded = (step: ViommuStep): readonly string[] =>
  stuck(step).flatMap(({ region, block }) => {
    const slot = is(step).slots[region];
    if (eventsCalled(step, 'freeBlock').some((event) => event.block === block))
      return [`${address(block)} is freed though a step of its teardown failed`];
    return slot?.block === block && slot.leaked ? [] : [`${address(block)} of sub-region ${region} is not on record`];
  });

export const VIOMMU_023: ViommuStepRule = {
  ...ON_CALLS,
  id: 'VIOMMU-023',
  title: 'what fails is leaked',
  statement: 'A block of which a step of the teardown failed is not freed; it is leaked, and stays on record.',
  source: 'dma-mmio.md 8.4 O10',
  confidence: 'I',
  why: 'Memory that hardware may reach, or that is uncached, must not have another owner.',
  example: 'The error is remembered, and the block freed.',
  check: (step) => (stuck(step).length === 0 ? NOT_EXERCISED : must(unrecorded(step).length === 0)),
  explain: (step) => unrecorded(step).join('; '),
};

/** Sub-regions whose block was freed, and whose slot still has it. */
const dangling = (step: ViommuStep): readonly Subregion[] =>
  eventsCalled(step, 'freeBlock').flatMap(({ region, block }) =>
    is(step).slots[region]?.block === block ? [region] : [],
  );

export const VIOMMU_024: ViommuStepRule = {
  ...ON_CALLS,
  id: 'VIOMMU-024',
  title: 'no slot names a freed block',
  statement: 'When a block is freed, its slot is empty.',
  source: 'dma-mmio.md 8.3; seed 003',
  why: 'The next teardown would unmap and free it again.',
  example: 'The slot is cleared where everything succeeded only.',
  check: (step) => (eventsCalled(step, 'freeBlock').length === 0 ? NOT_EXERCISED : must(dangling(step).length === 0)),
  explain: (step) => `slots ${dangling(step).join(', ')} name blocks that are free`,
};
