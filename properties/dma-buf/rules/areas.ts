/** Rules on areas over dma-bufs as they are mapped: dma-mmio.md 6.2. */
import { Prot } from '../../../model/vocabulary/prot';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStepRule } from '../rule';
import { leaves, leafText, mapFileOf } from './_ioas';
import { STEP } from './_rule';

const MAP_FILE = { ...STEP, on: ['mapFile'] } as const;

export const BUF_051: DmaBufStepRule = {
  ...MAP_FILE,
  id: 'BUF-051',
  title: 'MMIO, and no CACHE',
  statement: 'IOPTEs of an area over a dma-buf have MMIO and the rights asked for, and not CACHE.',
  source: 'dma-mmio.md 6.2; Linux iommufd pages.c',
  why: 'With CACHE set writes to a device’s registers may be held back; without MMIO the C-bit may be set on them.',
  example: 'The prot of memory is used.',
  check(step) {
    const found = step.outcome.value === 0 ? leaves(step, mapFileOf(step).area) : [];
    if (found.length === 0) return NOT_EXERCISED;
    const { read, write } = mapFileOf(step);
    const prot = (read ? Prot.READ : 0) | (write ? Prot.WRITE : 0) | Prot.MMIO;
    return must(found.every((leaf) => leaf?.prot === prot));
  },
  explain: (step) => `observed ${leaves(step, mapFileOf(step).area).map(leafText).join(', ')}`,
};

export const BUF_058: DmaBufStepRule = {
  ...MAP_FILE,
  id: 'BUF-058',
  title: 'nothing is charged',
  statement: 'An area over a dma-buf charges no locked page to the user.',
  source: 'dma-mmio.md 6.2; Linux iommufd pages.c',
  why: 'MMIO is not memory: a large BAR would use up the limit that guest memory needs.',
  example: 'The pages are counted as for a file in memory.',
  check: ({ outcome, after }) => (outcome.value === 0 ? must(after.lockedPages === 0) : NOT_EXERCISED),
  explain: ({ after }) => `${after.lockedPages} pages are charged`,
};
