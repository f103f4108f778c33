/** Rules on what a flush names: dma-mmio.md 8.3. */
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { CALLS, domainOf, eventsCalled, eventsOf, was } from './_calls';
import { STEP } from './_rule';
import { accountsOf } from './_teardown';

interface Range {
  readonly iova: number;
  readonly bytes: number;
}

/** What was unmapped of a sub-region, and flushed of it behind that, in one call; sub-regions with both. */
const flushes = (step: ViommuStep): readonly { readonly unmapped: Range; readonly flushed: readonly Range[] }[] =>
  accountsOf(step).flatMap(({ region, events }) => {
    const taken = events.flatMap((event) => (event.event === 'unmap' && event.unmapped > 0 ? [event] : []));
    const flushed = eventsOf(events, region).flatMap((event) => (event.event === 'invalidate' ? [event] : []));
    if (taken.length === 0 || flushed.length === 0) return [];
    const bytes = taken.reduce((sum, { unmapped }) => sum + unmapped, 0);
    return [{ unmapped: { iova: taken[0]!.iova, bytes }, flushed }];
  });

/** The first byte of a range that no flush covers; null: all are covered. */
function uncovered({ iova, bytes }: Range, flushed: readonly Range[]): number | null {
  let reached = iova;
  for (const range of [...flushed].sort((a, b) => a.iova - b.iova))
    if (range.iova <= reached) reached = Math.max(reached, range.iova + range.bytes);
  return reached >= iova + bytes ? null : reached;
}

const missed = (step: ViommuStep): string | null => {
  for (const { unmapped, flushed } of flushes(step)) {
    const byte = uncovered(unmapped, flushed);
    if (byte !== null)
      return `${address(unmapped.bytes)} bytes unmapped at ${address(unmapped.iova)}, not flushed from ${address(byte)} on`;
  }
  return null;
};

export const VIOMMU_014: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-014',
  title: 'a flush covers what was unmapped',
  statement: 'The flush behind an unmap covers every byte that it unmapped.',
  source: 'dma-mmio.md 8.3, 8.5 V-15, BG110; seed 003',
  why: 'Translations that are left lead into memory that is freed next.',
  example: 'The helper takes a last address since 7.2, and is given a size.',
  on: CALLS,
  check: (step) => (flushes(step).length === 0 ? NOT_EXERCISED : must(missed(step) === null)),
  explain: (step) => missed(step)!,
};

/** A flush of a domain that is not on record in its call, or on another IOMMU. */
function misled(step: ViommuStep) {
  const own = [was(step).domain, ...eventsCalled(step, 'allocDomain').map(({ domain }) => domain)];
  return eventsCalled(step, 'invalidate').find(({ iommu, domain }) => iommu !== step.op.iommu || !own.includes(domain));
}

export const VIOMMU_015: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-015',
  title: 'a flush names the private domain',
  statement: 'Flushes of a private region name the ID of its domain, and go to its IOMMU.',
  source: 'dma-mmio.md 8.3; seed 003',
  why: 'Translations are found by domain ID: those of another domain go, and the stale ones stay.',
  example: 'The default domain of the IOMMU is named.',
  on: CALLS,
  check: (step) => (eventsCalled(step, 'invalidate').length === 0 ? NOT_EXERCISED : must(misled(step) === undefined)),
  explain(step) {
    const { iommu, domain } = misled(step)!;
    return `domain ${domain} of IOMMU ${iommu} is flushed for domain ${domainOf(step)} of IOMMU ${step.op.iommu}`;
  },
};
