/** Rules on what a device holds of its buffers, and its user of it: dma-mmio.md 1.4, 1.6. */
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { EVERY_CALL, revokedOn, REVOKING } from './_device';
import { STEP } from './_rule';

/** A device whose references are not those of its buffers. */
const miscounted = ({ after }: DmaBufStep): string | null => {
  for (let i = 0; i < after.exporters; i++) {
    const { registrations } = after.device(i);
    const own = after.bufs.filter((name) => after.buf(name)!.device === i && after.buf(name)!.state !== 'ORPHANED');
    if (registrations !== own.length) return `device ${i} has ${registrations} references for ${own.length} dma-bufs`;
  }
  return null;
};

export const BUF_030: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-030',
  title: 'one reference a buffer',
  statement: 'A device has one registration reference for each of its buffers that is LIVE or REVOKED.',
  source: 'dma-mmio.md 1.4; Linux vfio_pci_dmabuf.c',
  why: 'Removal waits for this count: with one too many for ever, with one too few not at all.',
  example: 'A release after the close puts the reference again.',
  on: ['export', ...EVERY_CALL],
  check: (step) =>
    step.outcome.end === 'returned' && step.after.bufs.length > 0 ? must(miscounted(step) === null) : NOT_EXERCISED,
  explain: (step) => miscounted(step)!,
};

export const BUF_036: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-036',
  title: 'the CPU loses its mapping too',
  statement: 'When a call that revokes ends, no BAR of the device is mapped by the user’s CPU.',
  source: 'dma-mmio.md 1.6, 1.7; Linux vfio_pci_core.c',
  why: 'The user’s program would read all ones, or hang, from a device in reset.',
  example: 'Mappings are zapped on a reset, not when the memory bit is cleared.',
  on: REVOKING,
  check(step) {
    const mapped = revokedOn(step).filter((device) => step.before.device(device).cpuMapped);
    return mapped.length === 0 ? NOT_EXERCISED : must(mapped.every((device) => !step.after.device(device).cpuMapped));
  },
  explain: (step) =>
    `after ${step.op.op} the CPU still has a BAR mapped of one of the devices ${revokedOn(step).join(' ')}`,
};
