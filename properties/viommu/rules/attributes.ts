/** Rules on the attributes of a region's memory: dma-mmio.md 8.4 O1, 9.4. */
import { SUBREGION_BYTES, SUBREGION_PAGES } from '../../../model/vocabulary/viommu/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { blocksOf, CALLS, eventsCalled, is, isFreshSuccess, SETUPS, SUBREGIONS } from './_calls';
import { STEP } from './_rule';

const unencrypted = (step: ViommuStep): readonly number[] =>
  SUBREGIONS.filter((region) => {
    const leaf = step.after.iopte(is(step).domain ?? 0, region * SUBREGION_BYTES);
    return leaf !== null && !leaf.encrypted;
  });

export const VIOMMU_026: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-026',
  title: 'the region is encrypted RAM',
  statement: 'Where memory encryption is active, the IOPTEs of the region have the C-bit.',
  source: 'dma-mmio.md 9.4; Linux generic_pt/fmt/amdv1.h',
  confidence: 'U',
  why: 'Without it hardware reads the ciphertext of what the CPU wrote.',
  example: 'The region is taken for MMIO, like the registers that are mapped beside it.',
  on: CALLS,
  check(step) {
    const isMapped = step.after.mapped(is(step).domain ?? 0).length > 0;
    return step.config.cBit !== null && isMapped ? must(unencrypted(step).length === 0) : NOT_EXERCISED;
  },
  explain: (step) => `no C-bit in the IOPTEs of sub-regions ${unencrypted(step).join(', ')}`,
};

/** Pages of a block that are not uncached though it is mapped. */
const cacheable = (step: ViommuStep): readonly string[] =>
  blocksOf(step).flatMap((block) => {
    const { uncachedPages } = step.after.block(block);
    return uncachedPages === SUBREGION_PAGES ? [] : [`${address(block)} is uncached in ${uncachedPages} pages`];
  });

/** Maps of blocks that were not made uncached before. */
const early = (step: ViommuStep): readonly string[] =>
  eventsCalled(step, 'map').flatMap((map) => {
    const at = step.outcome.events.indexOf(map);
    const isUncached = eventsCalled(step, 'setUncached').some(
      (event) =>
        event.region === map.region &&
        event.value === 0 &&
        event.pages === SUBREGION_PAGES &&
        step.outcome.events.indexOf(event) < at,
    );
    return isUncached ? [] : [`sub-region ${map.region} is mapped before its block is uncached`];
  });

export const VIOMMU_004: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-004',
  title: 'uncached before mapped',
  statement: 'A block is uncached, every page of it, before an IOPTE refers to it, and while the region is up.',
  source: 'dma-mmio.md 8.4 O1; seed 003',
  why: 'The CPU could hold lines of the block dirty, and write them over what hardware keeps there.',
  example: 'The block is mapped first.',
  on: SETUPS,
  check(step) {
    if (eventsCalled(step, 'map').length === 0) return NOT_EXERCISED;
    return must(early(step).length === 0 && (!isFreshSuccess(step) || cacheable(step).length === 0));
  },
  explain: (step) => [...early(step), ...cacheable(step)].join('; '),
};
