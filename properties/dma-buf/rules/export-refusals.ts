/** Rules on what an export is refused for: dma-mmio.md 1.2. */
import { errnoText } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { refusalOf } from './_export-rows';
import { STEP, type Said } from './_rule';

const SOURCE = 'dma-mmio.md 1.2; Linux vfio_pci_dmabuf.c';

const wasMade = ({ outcome }: DmaBufStep): boolean => outcome.end === 'returned';

const explain = (step: DmaBufStep): string => {
  const { row, errno } = refusalOf(step)!;
  return `the first check that fails is "${row}": expected ${errnoText(errno)}, observed ${errnoText(step.outcome.value!)}`;
};

/** A rule on the exports for which one of `rows` is the first check that fails. */
const refusal = (rows: readonly string[], said: Said): DmaBufStepRule => ({
  ...STEP,
  ...said,
  on: ['export'],
  check(step) {
    const refused = wasMade(step) ? refusalOf(step) : null;
    return refused !== null && rows.includes(refused.row) ? must(step.outcome.value === refused.errno) : NOT_EXERCISED;
  },
  explain,
});

export const BUF_001: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-001',
  title: 'the first check decides',
  statement: 'Where several checks of an export fail, the errno is that of the first of them in the documented order.',
  source: 'dma-mmio.md 1.2; Linux vfio_pci_dmabuf.c, vfio_main.c',
  why: 'User space tells "not here" from "not so" by the errno: a probe that gets the wrong one gives up on a device that can export.',
  example: 'Alignment of the ranges is checked before the region.',
  on: ['export'],
  check(step) {
    const refused = wasMade(step) ? refusalOf(step) : null;
    return refused !== null && refused.later.length > 0 ? must(step.outcome.value === refused.errno) : NOT_EXERCISED;
  },
  explain: (step) => `${explain(step)}; these fail too: ${refusalOf(step)!.later.join(', ')}`,
};

export const BUF_003 = refusal(['flags'], {
  id: 'BUF-003',
  title: 'flags must be 0',
  statement: 'An export with a flag in its payload returns EINVAL.',
  source: SOURCE,
  why: 'A flag that is ignored today cannot be given a meaning tomorrow.',
  example: 'The field is not looked at.',
});

export const BUF_004 = refusal(['nr_ranges'], {
  id: 'BUF-004',
  title: 'at least one range',
  statement: 'An export without a range returns EINVAL.',
  source: SOURCE,
  why: 'An empty buffer has no address that could be mapped, and a size of which the last byte is before the first.',
  example: 'The loop over the ranges finds nothing to complain about.',
});

export const BUF_005 = refusal(['region'], {
  id: 'BUF-005',
  title: 'a BAR or nothing',
  statement: 'An export of a region that is none of BAR0 to BAR5 returns ENODEV.',
  source: SOURCE,
  why: 'Behind the BARs in the table of resources lie the ROM and the windows of a bridge.',
  example: 'The region is compared with the number of all regions.',
});

export const BUF_006 = refusal(['not claimed'], {
  id: 'BUF-006',
  title: 'only what the driver has',
  statement: 'An export of a BAR that is absent, or that the driver has not claimed and mapped, returns ENODEV.',
  source: `${SOURCE}, since 7.2`,
  why: 'An unclaimed BAR belongs to somebody else, who does not know that a device is about to write there.',
  example: 'Linux 6.19 looks at the length of the range alone.',
});

export const BUF_007 = refusal(['alignment'], {
  id: 'BUF-007',
  title: 'whole pages',
  statement: 'An export with a range of length 0, or whose offset or length is not page aligned, returns EINVAL.',
  source: SOURCE,
  why: 'The page is what an IOMMU can map: the rest of it would be reachable too.',
  example: 'Only the length is checked.',
});

export const BUF_008 = refusal(['total'], {
  id: 'BUF-008',
  title: 'a size of 63 bits',
  statement: 'An export whose ranges add up to 2^63 bytes or more returns EINVAL.',
  source: SOURCE,
  why: 'The IOVA state keeps bit 63 of a size for itself: such a size would be taken for a bounced one.',
  example: 'The sum is tested for overflow only.',
});

export const BUF_009 = refusal(['overflow', 'beyond'], {
  id: 'BUF-009',
  title: 'overflow and beyond are two things',
  statement: 'A range that overflows the address space returns EOVERFLOW, one that ends behind the BAR EINVAL.',
  source: SOURCE,
  why: 'A sum that wraps is small again, and passes for inside.',
  example: 'The end is computed modulo 2^64 and compared.',
});

export const BUF_011 = refusal(['I/O BAR'], {
  id: 'BUF-011',
  title: 'no port space',
  statement: 'An export of an I/O port BAR returns EINVAL.',
  source: 'dma-mmio.md 1.2, 3.1; Linux p2pdma.c',
  why: 'A port number taken for an address is an address in RAM: the peer would write over page 0.',
  example: 'The type of the BAR is not looked at.',
});
