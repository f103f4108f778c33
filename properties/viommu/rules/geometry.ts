/** Rules on what a private region is: dma-mmio.md 8.1. */
import { SUBREGION_BYTES, SUBREGION_COUNT, type Spa } from '../../../model/vocabulary/viommu/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { ViommuStep, ViommuStepRule } from '../rule';
import { blocksOf, eventsCalled, is, isFreshSuccess, SETUPS, SUBREGIONS } from './_calls';
import { STEP } from './_rule';

const REGION_BYTES = SUBREGION_COUNT * SUBREGION_BYTES;

const mappedText = (step: ViommuStep): string =>
  step.after
    .mapped(is(step).domain ?? 0)
    .map(({ base, bytes }) => `${address(base)}+${address(bytes)}`)
    .join(' ') || 'nothing';

export const VIOMMU_001: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-001',
  title: 'geometry',
  statement: 'The region is four sub-regions of 2 MiB from IOVA 0 on, and nothing else is mapped in its domain.',
  source: 'dma-mmio.md 8.1; seed 003',
  why: 'Hardware finds its structures by these addresses alone.',
  example: 'Three sub-regions are mapped, or the first at 2 MiB.',
  on: SETUPS,
  check(step) {
    if (!isFreshSuccess(step)) return NOT_EXERCISED;
    const spans = step.after.mapped(is(step).domain ?? 0);
    return must(spans.length === 1 && spans[0]!.base === 0 && spans[0]!.bytes === REGION_BYTES);
  },
  explain: (step) => `expected 0x0+0x80_0000 mapped, observed ${mappedText(step)}`,
};

const given = (step: ViommuStep) =>
  eventsCalled(step, 'allocBlock').flatMap(({ block, bytes }) => (block === null ? [] : [{ block, bytes }]));

export const VIOMMU_002: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-002',
  title: 'blocks are whole',
  statement: 'Each sub-region has one physically contiguous block of 2 MiB, aligned to its size.',
  source: 'dma-mmio.md 8.1; seed 003; Linux iommu-pages.c',
  why: 'What lies behind the block in memory would be mapped in its place.',
  example: 'A page of 4 KiB is allocated, and 2 MiB from there on are mapped.',
  on: SETUPS,
  check: (step) =>
    given(step).length === 0
      ? NOT_EXERCISED
      : must(given(step).every(({ block, bytes }) => block % SUBREGION_BYTES === 0 && bytes === SUBREGION_BYTES)),
  explain: (step) =>
    given(step)
      .map(({ block, bytes }) => `${address(bytes)} at ${address(block)}`)
      .join(', '),
};

const stale = (step: ViommuStep): readonly Spa[] =>
  blocksOf(step).filter((block) => step.after.block(block).dataPages > 0);

export const VIOMMU_003: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-003',
  title: 'blocks are zeroed',
  statement: 'When init returns, every block is zero.',
  source: 'dma-mmio.md 8.1; seed 003',
  why: 'Data of the kernel would be read, and taken for structures, by hardware that guests program.',
  example: 'The allocation lacks __GFP_ZERO.',
  on: SETUPS,
  check: (step) => (isFreshSuccess(step) ? must(stale(step).length === 0) : NOT_EXERCISED),
  explain: (step) =>
    stale(step)
      .map((block) => `${address(block)} holds data in ${step.after.block(block).dataPages} pages`)
      .join('; '),
};

const prots = (step: ViommuStep): readonly number[] => eventsCalled(step, 'map').map(({ prot }) => prot);

export const VIOMMU_005: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-005',
  title: 'read and write, and no MMIO',
  statement: 'Blocks are mapped with READ and WRITE, and nothing else.',
  source: 'dma-mmio.md 8.1; seed 003',
  why: 'MMIO would clear the C-bit on what is RAM: hardware and CPU would read each other ciphertext.',
  example: 'IOMMU_MMIO is given, as for the VF register pages next to it.',
  on: SETUPS,
  check: (step) => (prots(step).length === 0 ? NOT_EXERCISED : must(prots(step).every((prot) => prot === 3))),
  explain: (step) => `expected prot 3, observed ${prots(step).join(', ')}`,
};

/** Bytes of a block at which its translation is looked at: its ends, and those of its pages in the middle. */
const OFFSETS = [0, 4096, SUBREGION_BYTES / 2, SUBREGION_BYTES - 1];

/** Where the sub-regions lead that lead elsewhere than to their blocks. */
function strays(step: ViommuStep): readonly string[] {
  const { domain, slots } = is(step);
  return SUBREGIONS.flatMap((region) => {
    const block = slots[region]?.block;
    if (block === undefined) return [`sub-region ${region} has no block`];
    return OFFSETS.flatMap((offset) => {
      const iova = region * SUBREGION_BYTES + offset;
      const leaf = domain === null ? null : step.after.iopte(domain, iova);
      const where = leaf === null ? 'nowhere' : address(leaf.spa);
      return leaf?.spa === block + offset ? [] : [`${address(iova)} leads ${where}, not to ${address(block + offset)}`];
    });
  });
}

/** Addresses given to iommu_map that are not those of the block. */
const misplaced = (step: ViommuStep): readonly string[] =>
  eventsCalled(step, 'map').flatMap(({ region, paddr }) => {
    const allocated = eventsCalled(step, 'allocBlock').find((event) => event.region === region);
    return paddr === allocated?.block ? [] : [`iommu_map was given ${address(paddr)} for sub-region ${region}`];
  });

const isSuccess = ({ op, outcome }: ViommuStep): boolean => SETUPS.includes(op.op) && outcome.value === 0;
const wrong = (step: ViommuStep): readonly string[] => [...misplaced(step), ...(isSuccess(step) ? strays(step) : [])];

export const VIOMMU_006: ViommuStepRule = {
  ...STEP,
  id: 'VIOMMU-006',
  title: 'success is all four',
  statement:
    'iommu_map is given the address of the block; when init returns 0, each byte of the four sub-regions leads to its own.',
  source: 'dma-mmio.md 8.4 O2, 8.5 V-14; seed 003',
  why: 'Hardware would fault, or write into memory of others, on its first use of what is missing.',
  example: 'A sub-region whose map failed is left out, and init succeeds; an address has the C-bit in it.',
  on: SETUPS,
  check: (step) =>
    isSuccess(step) || eventsCalled(step, 'map').length > 0 ? must(wrong(step).length === 0) : NOT_EXERCISED,
  explain: (step) => wrong(step)[0]!,
};
