/** Rules on the driver's calls around the private region: dma-mmio.md 8.4 O9. */
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { eventsOf, is, isMade, SUBREGIONS, was } from './_calls';
import { STEP } from './_rule';
import { toTearDown } from './_teardown';

/** What of driverInit, but for the private region, is still there. */
const rest = (step: ViommuStep): readonly string[] => {
  const { vfMapped, vfControlMapped, guestIds } = is(step);
  return [
    ...(vfMapped ? ['VF MMIO is mapped'] : []),
    ...(vfControlMapped ? ['VF control MMIO is mapped'] : []),
    ...(guestIds ? ['the allocator of guest IDs is there'] : []),
  ];
};

/** Sub-regions that the driver's teardown left alone. */
const forgotten = (step: ViommuStep): readonly string[] =>
  toTearDown(step).flatMap((region) =>
    eventsOf(step.outcome.events, region).length === 0 ? [`nothing was done for sub-region ${region}`] : [],
  );

const leftByTeardown = (step: ViommuStep): readonly string[] => [...rest(step), ...forgotten(step)];

export const VIOMMU_028: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-028',
  title: "the driver's teardown is whole",
  statement: 'driverUninit tears the private region down, and undoes the rest of driverInit.',
  source: 'dma-mmio.md 8.4 O9, 8.5 V-10',
  confidence: 'D',
  why: 'The next driver finds 8 MiB lost, uncached and mapped for hardware.',
  example: 'It undoes the mappings of the registers, and knows nothing of the private region.',
  on: ['driverUninit'],
  check(step) {
    const { vfMapped, domain } = was(step);
    return isMade(step) && (vfMapped || domain !== null) ? must(leftByTeardown(step).length === 0) : NOT_EXERCISED;
  },
  explain: (step) => leftByTeardown(step).join(', '),
};

export const VIOMMU_029: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-029',
  title: 'a failed driverInit leaves nothing',
  statement: 'A driverInit that failed leaves no register mapped, and no allocator of guest IDs.',
  source: 'dma-mmio.md 8.4 O9, 8.5 V-10',
  confidence: 'D',
  why: 'Nobody undoes them later: the driver takes the IOMMU for one without vIOMMU.',
  example: 'The error of the private region is returned at once.',
  on: ['driverInit'],
  check: (step) =>
    isMade(step) && !was(step).vfMapped && (step.outcome.value ?? 0) < 0
      ? must(rest(step).length === 0)
      : NOT_EXERCISED,
  explain: (step) => rest(step).join(', '),
};

const disturbed = (step: ViommuStep): readonly string[] =>
  Array.from({ length: step.after.iommus }, (_, i) => i).flatMap((i) => {
    if (i === step.op.iommu) return [];
    const [old, now] = [step.before.iommu(i), step.after.iommu(i)];
    const isSame =
      old.domain === now.domain &&
      old.vfMapped === now.vfMapped &&
      SUBREGIONS.every((region) => old.slots[region]?.block === now.slots[region]?.block) &&
      spansOf(step.before, old.domain) === spansOf(step.after, now.domain);
    return isSame ? [] : [`IOMMU ${i} has changed`];
  });

const spansOf = (view: ViommuStep['after'], domain: number | null): string =>
  domain === null
    ? ''
    : view
        .mapped(domain)
        .map(({ base, bytes }) => `${base}+${bytes}`)
        .join();

export const VIOMMU_031: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-031',
  title: 'each IOMMU has its own',
  statement: 'A call on one IOMMU changes neither domain nor blocks nor IOPTEs of another.',
  source: 'dma-mmio.md 8.1; seed 003 (one domain per IOMMU)',
  why: 'Guests behind different IOMMUs would share structures of their hardware.',
  example: 'The domain is a variable of the driver, not of the IOMMU.',
  on: ['init', 'uninit', 'driverInit', 'driverUninit'],
  check: (step) => (isMade(step) && step.after.iommus > 1 ? must(disturbed(step).length === 0) : NOT_EXERCISED),
  explain: (step) => disturbed(step).join(', '),
};
