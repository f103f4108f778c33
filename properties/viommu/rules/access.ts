/** Rules on where the IOMMU itself gets to through its private domain: dma-mmio.md 8.4 O2, O4. */
import { SUBREGION_BYTES } from '../../../model/vocabulary/viommu/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { is } from './_calls';
import { STEP } from './_rule';

const ON_ACCESS = { ...STEP, on: ['access'] } as const;

/** True if an access came to a block that its IOMMU has on record. */
function isOwn(step: ViommuStep): boolean {
  const reached = step.outcome.reached ?? 0;
  const block = reached - (reached % SUBREGION_BYTES);
  const isAllocated = step.after.blocks.includes(block) && step.after.block(block).allocated;
  return isAllocated && is(step).slots.some((slot) => slot?.block === block);
}

export const VIOMMU_027: ViommuStepRule = {
  ...ON_ACCESS,
  id: 'VIOMMU-027',
  title: 'no access reaches freed memory',
  statement: 'What an access reaches, by tables or IOTLB, is a block of that IOMMU that is not freed.',
  source: 'dma-mmio.md 8.4 O4, 8.5 V-2',
  confidence: 'D',
  why: 'Hardware reads and overwrites memory of whoever has it now.',
  example: 'A block is freed with half of it mapped.',
  check: (step) => (step.outcome.reached === null ? NOT_EXERCISED : must(isOwn(step))),
  explain: ({ op, outcome }) =>
    `IOMMU ${op.iommu} reaches ${address(outcome.reached!)}, which is in no block of its region`,
};

/** Where tables lead the address of an access; null: nowhere, or no device-table entry. */
function destination({ op, before }: ViommuStep): number | null {
  const { dte } = before.iommu(op.iommu);
  return op.op !== 'access' || dte === null ? null : (before.iopte(dte, op.iova)?.spa ?? null);
}

export const VIOMMU_030: ViommuStepRule = {
  ...ON_ACCESS,
  id: 'VIOMMU-030',
  title: 'what is mapped is reached',
  statement: 'An access to an IOVA that is mapped comes to where its IOPTE leads.',
  source: 'dma-mmio.md 8.4 O2, 8.5 V-12',
  confidence: 'I',
  why: 'A stale translation, of a region that was there before or of none, hides the new one.',
  example: 'IOMMUs that keep non-present translations are not flushed after a map.',
  check: (step) => (destination(step) === null ? NOT_EXERCISED : must(step.outcome.reached === destination(step))),
  explain(step) {
    const { reached } = step.outcome;
    return `the IOPTE leads to ${address(destination(step)!)}; reached ${reached === null ? 'nothing' : address(reached)}`;
  },
};
