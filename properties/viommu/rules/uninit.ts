/** Rules on uninit as a whole: dma-mmio.md 8.4 O6, O7. */
import { errnoText } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { CALLS, eventsCalled, eventsOf, isFailed, SUBREGIONS, TEARDOWNS, was } from './_calls';
import { STEP } from './_rule';
import { firstFailure, toTearDown, undoing } from './_teardown';

const ON_TEARDOWN = { ...STEP, on: TEARDOWNS } as const;

/** Steps on the private region; those of the driver around it are its own. */
const regionSteps = ({ outcome }: ViommuStep): number =>
  outcome.events.filter((event) => 'region' in event || event.event === 'freeDomain').length;

export const VIOMMU_019: ViommuStepRule = {
  ...ON_TEARDOWN,
  id: 'VIOMMU-019',
  title: 'uninit twice is uninit once',
  statement: 'An uninit without a domain on record does nothing, and succeeds.',
  source: 'dma-mmio.md 8.4 O6; seed 003',
  why: 'The second one would free twice.',
  example: 'The domain stays on record when it is freed.',
  check: (step) =>
    step.outcome.end !== 'absent' && was(step).domain === null
      ? must(regionSteps(step) === 0 && step.outcome.value === 0)
      : NOT_EXERCISED,
  explain: (step) => `${regionSteps(step)} steps, value ${step.outcome.value}, ${step.outcome.end}`,
};

/** Sub-regions that have no block and are torn down all the same. */
const touchedInVain = (step: ViommuStep): readonly number[] => {
  const given = new Set(
    eventsCalled(step, 'allocBlock').flatMap(({ block, region }) => (block === null ? [] : [region])),
  );
  return SUBREGIONS.filter(
    (region) =>
      (was(step).slots[region] ?? null) === null && !given.has(region) && eventsOf(undoing(step), region).length > 0,
  );
};

/** A teardown, or a setup on its way back, that meets sub-regions without a block. */
const isPartial = (step: ViommuStep): boolean =>
  TEARDOWNS.includes(step.op.op)
    ? was(step).domain !== null && was(step).slots.some((slot) => slot === null)
    : step.outcome.events.some(isFailed) && !hasNoDomain(step);

/** A matter of VIOMMU-010. */
const hasNoDomain = (step: ViommuStep): boolean => eventsCalled(step, 'allocDomain').every(isFailed);

export const VIOMMU_020: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-020',
  title: 'empty slots are skipped',
  statement: 'A teardown takes no step for a sub-region that has no block.',
  source: 'dma-mmio.md 8.4 O6; seed 003',
  why: 'A null pointer is freed, or what another owner has at that IOVA is unmapped.',
  example: 'The way back of an init goes over all four sub-regions.',
  on: CALLS,
  check: (step) =>
    isPartial(step) ? must(touchedInVain(step).length === 0 && step.outcome.end === 'returned') : NOT_EXERCISED,
  explain: (step) => `sub-regions ${touchedInVain(step).join(', ')} have no block; the call ${step.outcome.end}`,
};

/** Sub-regions that a teardown in which something failed did not come to. */
const leftOut = (step: ViommuStep): readonly number[] =>
  toTearDown(step).filter((region) => eventsOf(step.outcome.events, region).length === 0);

export const VIOMMU_021: ViommuStepRule = {
  ...ON_TEARDOWN,
  id: 'VIOMMU-021',
  title: 'an error stops nothing',
  statement: 'A teardown in which a step failed goes on with the other sub-regions.',
  source: 'dma-mmio.md 8.3; seed 003',
  why: 'They would stay mapped, uncached and allocated though nothing stands in the way.',
  example: 'The loop ends with the first error.',
  check: (step) =>
    firstFailure(step) !== null && toTearDown(step).length > 1 ? must(leftOut(step).length === 0) : NOT_EXERCISED,
  explain: (step) => `nothing was done for sub-regions ${leftOut(step).join(', ')}`,
};

const isFirstReported = (step: ViommuStep): boolean => {
  const { value } = step.outcome;
  const { errno } = firstFailure(step)!;
  return value !== null && (errno === null ? value < 0 : value === errno);
};

export const VIOMMU_022: ViommuStepRule = {
  ...ON_TEARDOWN,
  id: 'VIOMMU-022',
  title: 'the first error is reported',
  statement:
    'A teardown in which steps failed reports the first error; any, where that is an unmap that left something.',
  source: 'dma-mmio.md 8.4 O7, 8.5 V-3, V-5, 8.6; seed 003',
  why: 'A teardown that looks successful is followed by reuse of what hardware still reaches.',
  example: 'Each error overwrites the last one.',
  check: (step) =>
    firstFailure(step) !== null && step.outcome.end === 'returned' ? must(isFirstReported(step)) : NOT_EXERCISED,
  explain(step) {
    const { errno } = firstFailure(step)!;
    const expected = errno === null ? 'an error, as an unmap left something' : errnoText(errno);
    return `expected ${expected}, observed ${errnoText(step.outcome.value ?? 0)}`;
  },
};
