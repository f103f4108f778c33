/** Rules on memory that is off, and low power: dma-mmio.md 1.7, 1.8. */
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { bufsOf, EVERY_CALL, isEnabled, isRevoking } from './_device';
import { STEP } from './_rule';
import { deviceOf, explainStates, others, statesText } from './_states';

const hasEnded = ({ outcome }: DmaBufStep): boolean => outcome.end === 'returned';

/** A LIVE buffer of a device that nobody locks, whose memory is off. */
const deadButLive = (step: DmaBufStep): string | null => {
  for (const name of step.after.bufs) {
    const { state, device } = step.after.buf(name)!;
    if (state === 'LIVE' && !step.after.device(device).locked && !isEnabled(step, device)) return name;
  }
  return null;
};

export const BUF_031: DmaBufStepRule = {
  ...STEP,
  confidence: 'D',
  id: 'BUF-031',
  title: 'LIVE means memory on',
  statement:
    'Whenever no call holds the lock of a device, none of its buffers is LIVE while its memory is off, or the device is in low power.',
  source: 'dma-mmio.md 1.7, 1.8 D1-1; Linux vfio_pci_core.c',
  why: 'A peer that maps it writes to a device that does not answer: an abort on the bus, in the worst case a dead host.',
  example: 'Linux 7.2 does not count low power: a reset or an export meanwhile gives a LIVE buffer.',
  on: ['export', 'open', 'wakeup', ...EVERY_CALL],
  check: (step) => (hasEnded(step) && step.after.bufs.length > 0 ? must(deadButLive(step) === null) : NOT_EXERCISED),
  explain: (step) => `${deadButLive(step)} is LIVE; ${statesText(step, step.after.buf(deadButLive(step)!)!.device)}`,
};

export const BUF_035: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-035',
  title: 'low power: revoked on entry, restored on exit',
  statement:
    'After LOW_POWER_ENTRY no buffer of the device is LIVE, a wakeup restores none, and after LOW_POWER_EXIT with memory on all are.',
  source: 'dma-mmio.md 1.7; Linux vfio_pci_core.c',
  why: 'A device that wakes by itself is not yet the user’s: they learn of it by the eventfd, and call EXIT.',
  example: 'The wakeup restores.',
  on: ['lowPowerEntry', 'lowPowerEntryWithWakeup', 'lowPowerExit', 'wakeup'],
  check(step) {
    const device = deviceOf(step);
    if (!hasEnded(step) || bufsOf(step, device).length === 0) return NOT_EXERCISED;
    if (step.op.op === 'wakeup') return must(bufsOf(step, device).every(({ was, is }) => is?.state === was.state));
    if (step.op.op !== 'lowPowerExit')
      return isRevoking(step.op, step) ? must(others(step, device, 'REVOKED').length === 0) : NOT_EXERCISED;
    return isEnabled(step, device) ? must(others(step, device, 'LIVE').length === 0) : NOT_EXERCISED;
  },
  explain: explainStates,
};
