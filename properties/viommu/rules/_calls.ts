import { SUBREGION_COUNT, type Spa, type Subregion } from '../../../model/vocabulary/viommu/config';
import type { DomainId, ViommuEvent } from '../../../model/vocabulary/viommu/outcome';
import type { IommuView } from '../../../model/vocabulary/viommu/view';
import type { ViommuStep } from '../rule';

/** Names of ops that set up a private region, and that tear it down. */
export const SETUPS: readonly string[] = ['init', 'driverInit'];
export const TEARDOWNS: readonly string[] = ['uninit', 'driverUninit'];
export const CALLS: readonly string[] = [...SETUPS, ...TEARDOWNS];

export const SUBREGIONS: readonly Subregion[] = Array.from({ length: SUBREGION_COUNT }, (_, region) => region);

type EventCalled<K extends ViommuEvent['event']> = Extract<ViommuEvent, { readonly event: K }>;

/** Events of one kind, in their order. */
export const eventsCalled = <K extends ViommuEvent['event']>(
  { outcome }: ViommuStep,
  kind: K,
): readonly EventCalled<K>[] => outcome.events.filter((event): event is EventCalled<K> => event.event === kind);

/** Events of one sub-region, in their order. */
export const eventsOf = (events: readonly ViommuEvent[], region: Subregion): readonly ViommuEvent[] =>
  events.filter((event) => 'region' in event && event.region === region);

/** True for a step that failed by an errno. */
export const isFailed = (event: ViommuEvent): boolean => 'value' in event && event.value < 0;

/** The IOMMU of the op, before and after it. */
export const was = ({ before, op }: ViommuStep): IommuView => before.iommu(op.iommu);
export const is = ({ after, op }: ViommuStep): IommuView => after.iommu(op.iommu);

/** True if there is such an IOMMU, and the call came back: of what a crash leaves behind nothing is asked. */
export const isMade = ({ outcome }: ViommuStep): boolean => outcome.end === 'returned';

/** The private domain that a call works on: that on record, or the new one. */
export const domainOf = (step: ViommuStep): DomainId | null =>
  was(step).domain ?? eventsCalled(step, 'allocDomain')[0]?.domain ?? null;

/** A setup of a region of which nothing was there. */
export const isFreshSetup = (step: ViommuStep): boolean =>
  SETUPS.includes(step.op.op) && isMade(step) && was(step).domain === null;

/** A setup that succeeded, of a region of which nothing was there. */
export const isFreshSuccess = (step: ViommuStep): boolean =>
  isFreshSetup(step) && step.outcome.value === 0 && eventsCalled(step, 'allocDomain').length > 0;

/** Blocks on record after the step, that memory knows. */
export const blocksOf = (step: ViommuStep): readonly Spa[] =>
  is(step).slots.flatMap((slot) => (slot !== null && step.after.blocks.includes(slot.block) ? [slot.block] : []));
