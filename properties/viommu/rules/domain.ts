/** Rules on the end of the private domain: dma-mmio.md 8.4 O5. */
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { CALLS, eventsCalled, isFailed, SUBREGIONS, was } from './_calls';
import { STEP } from './_rule';
import { accountsOf, mappedBytes } from './_teardown';

const isDomainFreed = (step: ViommuStep): boolean => eventsCalled(step, 'freeDomain').length > 0;

/** Steps of sub-regions behind the end of the domain. */
const late = ({ outcome: { events } }: ViommuStep): readonly string[] =>
  events
    .slice(events.findIndex(({ event }) => event === 'freeDomain') + 1)
    .flatMap((event) => ('region' in event ? [`${event.event} of sub-region ${event.region}`] : []));

export const VIOMMU_017: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-017',
  title: 'the domain goes last',
  statement: 'The domain is freed behind every step of its sub-regions.',
  source: 'dma-mmio.md 8.3; seed 003',
  why: 'An unmap would walk tables that are freed.',
  example: 'The domain is freed first, as its owner is.',
  on: CALLS,
  check: (step) => (isDomainFreed(step) ? must(late(step).length === 0) : NOT_EXERCISED),
  explain: (step) => `behind freeDomain: ${late(step).join(', ')}`,
};

/** Why the domain that a call freed was still in use. */
function uses(step: ViommuStep): readonly string[] {
  const { domain, dte } = was(step);
  const accounts = accountsOf(step);
  const mapped = SUBREGIONS.filter((region) => {
    const account = accounts.find((each) => each.region === region);
    return (account?.left ?? mappedBytes(step.before, domain, region)) > 0;
  });
  const unflushed = accounts.filter(({ events }) => {
    const last = events.findLastIndex((event) => event.event === 'unmap' && event.unmapped > 0);
    const behind = last === -1 ? [] : events.slice(last);
    const isWaited = behind.some(({ event }) => event === 'wait');
    const isBroken = behind.some((event) => isFailed(event) && event.event !== 'restore');
    return last !== -1 && (isBroken || !isWaited);
  });
  return [
    ...mapped.map((region) => `sub-region ${region} is mapped`),
    ...unflushed.map(({ region }) => `sub-region ${region} is not flushed`),
    ...(domain !== null && dte === domain ? ['the device-table entry refers to it'] : []),
  ];
}

export const VIOMMU_018: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-018',
  title: 'no domain is freed in use',
  statement:
    'The domain is not freed while a sub-region is mapped, or unmapped and not flushed, or a device-table entry refers to it.',
  source: 'dma-mmio.md 8.4 O5',
  confidence: 'D',
  why: 'Hardware would walk tables that have another owner, and take what it finds for translations.',
  example: 'The domain is freed whatever became of its sub-regions.',
  on: CALLS,
  check: (step) => (isDomainFreed(step) ? must(uses(step).length === 0) : NOT_EXERCISED),
  explain: (step) => uses(step).join(', '),
};
