import { SUBREGION_BYTES, type Subregion } from '../../../model/vocabulary/viommu/config';
import type { DomainId, ViommuEvent } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import type { ViommuStep } from '../rule';
import { domainOf, eventsOf, isFailed, SETUPS, SUBREGIONS, was } from './_calls';

/** Events of a teardown; of a setup those behind the step that failed: there it undoes. */
export function undoing({ op, outcome }: ViommuStep): readonly ViommuEvent[] {
  const { events } = outcome;
  if (!SETUPS.includes(op.op)) return events;
  const failed = events.findIndex(isFailed);
  return failed === -1 ? [] : events.slice(failed + 1);
}

/** A step of a teardown that failed: its place among the events, its errno; null: an unmap that left something. */
export interface Failure {
  readonly at: number;
  readonly errno: number | null;
}

/** What a call did to one sub-region on the way back. */
export interface Account {
  readonly region: Subregion;
  /** Its part of the events. */
  readonly events: readonly ViommuEvent[];
  /** Bytes mapped when it began to unmap, and bytes left. */
  readonly mapped: number;
  readonly left: number;
  readonly failure: Failure | null;
}

/** Bytes that a domain has mapped in a sub-region. */
export const mappedBytes = (view: ViommuView, domain: DomainId | null, region: Subregion): number =>
  domain === null
    ? 0
    : view
        .mapped(domain)
        .map(({ base, bytes }) => {
          const [from, to] = [region * SUBREGION_BYTES, (region + 1) * SUBREGION_BYTES];
          return Math.max(0, Math.min(base + bytes, to) - Math.max(base, from));
        })
        .reduce((sum, bytes) => sum + bytes, 0);

/** Many rules ask for the accounts of one step. */
const accounts = new WeakMap<ViommuStep, readonly Account[]>();

/** Accounts of the sub-regions in which a call undid something. */
export function accountsOf(step: ViommuStep): readonly Account[] {
  const known = accounts.get(step);
  if (known !== undefined) return known;
  const events = undoing(step);
  const found = SUBREGIONS.map((region) => accountOf(step, events, region)).filter((each) => each.events.length > 0);
  accounts.set(step, found);
  return found;
}

function accountOf(step: ViommuStep, undone: readonly ViommuEvent[], region: Subregion): Account {
  const events = eventsOf(undone, region);
  const mappedNow = eventsOf(step.outcome.events, region).reduce(
    (sum, event) => sum + (event.event === 'map' && event.value === 0 ? event.bytes : 0),
    0,
  );
  const mapped = mappedBytes(step.before, was(step).domain, region) + mappedNow;
  const left = mapped - events.reduce((sum, event) => sum + (event.event === 'unmap' ? event.unmapped : 0), 0);
  return { region, events, mapped, left, failure: failureOf(undone, events, left) };
}

function failureOf(all: readonly ViommuEvent[], events: readonly ViommuEvent[], left: number): Failure | null {
  const failed = events.find(isFailed);
  const last = events.findLast(({ event }) => event === 'unmap');
  const failures = [
    ...(last !== undefined && left > 0 ? [{ at: all.indexOf(last), errno: null }] : []),
    ...(failed === undefined ? [] : [{ at: all.indexOf(failed), errno: 'value' in failed ? failed.value : 0 }]),
  ];
  return failures.sort((a, b) => a.at - b.at)[0] ?? null;
}

/** The first step that failed on the way back, of whatever sub-region. */
export const firstFailure = (step: ViommuStep): Failure | null =>
  accountsOf(step)
    .flatMap(({ failure }) => (failure === null ? [] : [failure]))
    .sort((a, b) => a.at - b.at)[0] ?? null;

/** Sub-regions that the call has to tear down: with a block, but for leaked ones that are given up. */
export function toTearDown(step: ViommuStep): readonly Subregion[] {
  const isGivenUp = step.config.assumptions.VIOMMU_RETRY === 'never';
  return SUBREGIONS.filter((region) => {
    const slot = was(step).slots[region] ?? null;
    return slot !== null && !(slot.leaked && isGivenUp);
  });
}

/** True if every step on the way back succeeded, and nothing refers to the domain from outside. */
export const isUndisturbed = (step: ViommuStep): boolean =>
  firstFailure(step) === null && was(step).dte === null && domainOf(step) !== null;
