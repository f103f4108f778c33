/** Rules on setups that fail, and that come twice: dma-mmio.md 8.4 O3, O6, O8. */
import type { ViommuEvent } from '../../../model/vocabulary/viommu/outcome';
import { errnoText } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { eventsCalled, eventsOf, is, isFailed, isFreshSetup, isMade, SETUPS, was } from './_calls';
import { STEP } from './_rule';
import { isUndisturbed, undoing } from './_teardown';

const ON_SETUP = { ...STEP, on: SETUPS } as const;

/** The step of a setup that failed first; what fails behind it failed on the way back. */
const failedStep = ({ outcome }: ViommuStep): ViommuEvent | undefined => outcome.events.find(isFailed);

/** What is left of a setup that failed. */
function remains(step: ViommuStep): readonly string[] {
  const { before, after } = step;
  const { domain, slots } = is(step);
  const text: string[] = [];
  if (domain !== null) text.push(`domain ${domain} is on record`);
  if (after.domains.some((id) => !before.domains.includes(id))) text.push('its domain is allocated');
  slots.forEach((slot, region) => {
    if (slot !== null) text.push(`slot ${region} is taken`);
  });
  for (const block of after.blocks) {
    const [old, now] = [before.block(block), after.block(block)];
    if (now.allocated && !old.allocated) text.push(`block ${address(block)} is allocated`);
    if (now.uncachedPages > old.uncachedPages)
      text.push(`${now.uncachedPages} pages of ${address(block)} are uncached`);
  }
  return text;
}

export const VIOMMU_007: ViommuStepRule = {
  ...ON_SETUP,
  id: 'VIOMMU-007',
  title: 'a failed init leaves nothing',
  statement:
    'An init that failed leaves no domain, no block, no slot and no uncached page, if nothing failed on the way back.',
  source: 'dma-mmio.md 8.4 O3; seed 003',
  why: 'What is left is lost, or found by the next init.',
  example: 'The slot of the sub-region that failed is not cleared.',
  check: (step) =>
    isFreshSetup(step) && failedStep(step) !== undefined && isUndisturbedOrEmpty(step)
      ? must(remains(step).length === 0)
      : NOT_EXERCISED,
  explain: (step) => remains(step).join(', '),
};

/** Nothing failed on the way back; there may have been nothing to undo. */
const isUndisturbedOrEmpty = (step: ViommuStep): boolean => undoing(step).length === 0 || isUndisturbed(step);

/** What is wrong with how a sub-region was undone whose U or M failed. */
function unwound(step: ViommuStep): string | null {
  const failed = failedStep(step);
  if (failed?.event !== 'setUncached' && failed?.event !== 'map') return null;
  const events = eventsOf(undoing(step), failed.region);
  const restored = events.findIndex((event) => event.event === 'restore' && event.value === 0);
  const freed = events.findIndex(({ event }) => event === 'freeBlock');
  if (events.every(({ event }) => event !== 'restore')) return 'it is not made write-back again';
  if (restored !== -1 && freed === -1) return 'it is not freed';
  return freed !== -1 && (restored === -1 || freed < restored) ? 'it is freed, and not write-back' : '';
}

export const VIOMMU_008: ViommuStepRule = {
  ...ON_SETUP,
  id: 'VIOMMU-008',
  title: 'a sub-region is undone in reverse',
  statement: 'A block that could not be set uncached, or not be mapped, is made write-back, then freed.',
  source: 'dma-mmio.md 8.2, 8.4 O3, 8.5 V-7; seed 003',
  why: 'Its next owner would have memory that is uncached, in part: slow, and incoherent where it is mapped otherwise.',
  example: 'A failure to set it uncached frees it at once.',
  check: (step) => (unwound(step) === null ? NOT_EXERCISED : must(unwound(step) === '')),
  explain: (step) => `the block of the sub-region that failed: ${unwound(step)}`,
};

export const VIOMMU_009: ViommuStepRule = {
  ...ON_SETUP,
  id: 'VIOMMU-009',
  title: 'the errno of the step',
  statement: 'An init that failed returns the errno of the step that failed.',
  source: 'dma-mmio.md 8.4 O8, 8.5 V-8',
  confidence: 'D',
  why: 'Who tries again later needs to know whether memory was short.',
  example: 'Every failure of a sub-region is reported as ENOMEM.',
  check(step) {
    const failed = failedStep(step);
    if (failed === undefined || !('value' in failed) || step.outcome.end !== 'returned') return NOT_EXERCISED;
    return must(step.outcome.value === failed.value);
  },
  explain(step) {
    const failed = failedStep(step)!;
    const value = 'value' in failed ? failed.value : 0;
    return `${failed.event} failed with ${errnoText(value)}, the call returned ${errnoText(step.outcome.value!)}`;
  },
};

export const VIOMMU_010: ViommuStepRule = {
  ...ON_SETUP,
  id: 'VIOMMU-010',
  title: 'no domain, no region',
  statement: 'Where the allocator of domains fails, init returns its error, and touches nothing.',
  source: 'dma-mmio.md 8.5 V-1; Linux amd/iommu.c',
  confidence: 'D',
  why: 'The allocator returns an error pointer: taken for a domain, it is followed.',
  example: 'The result is compared with NULL.',
  check(step) {
    const failed = eventsCalled(step, 'allocDomain').find(isFailed);
    if (failed === undefined) return NOT_EXERCISED;
    const { end, value, events } = step.outcome;
    const isUntouched = events.every((event) => !('region' in event)) && is(step).domain === null;
    return must(end === 'returned' && value === failed.value && isUntouched);
  },
  explain: ({ outcome }) => `the allocator failed; the call: ${outcome.end}, ${outcome.value}`,
};

/** VF MMIO of an earlier driverInit is there. */
const isDriverTwice = (step: ViommuStep): boolean => step.op.op === 'driverInit' && was(step).vfMapped;

const lost = (step: ViommuStep): string | null => {
  const [old, now] = [was(step), is(step)];
  if (isDriverTwice(step) && eventsCalled(step, 'mapVf').length > 0) return 'VF MMIO is mapped again';
  if (old.domain !== now.domain) return `domain ${now.domain} is on record for ${old.domain}`;
  const slot = old.slots.findIndex((each, region) => each?.block !== now.slots[region]?.block);
  if (slot !== -1) return `slot ${slot} has another block`;
  return step.outcome.events.some((event) => 'region' in event) ? 'sub-regions are set up again' : null;
};

export const VIOMMU_025: ViommuStepRule = {
  ...ON_SETUP,
  id: 'VIOMMU-025',
  title: 'init twice loses nothing',
  statement: 'An init of a region that is there, or a driverInit behind another, is refused or does nothing.',
  source: 'dma-mmio.md 8.4 O6, 8.5 V-11',
  confidence: 'I',
  why: 'Domain and blocks of the first init, which are mapped and uncached, would be lost.',
  example: 'The domain on record is overwritten.',
  check: (step) =>
    isMade(step) && (was(step).domain !== null || isDriverTwice(step)) ? must(lost(step) === null) : NOT_EXERCISED,
  explain: (step) => lost(step)!,
};
