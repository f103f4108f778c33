/** Rules on resets: dma-mmio.md 1.7. */
import type { DeviceIndex } from '../../../model/vocabulary/dma-buf/op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { bufsOf, isEnabled, stoppedAt } from './_device';
import { STEP } from './_rule';
import { deviceOf, explainStates, others, statesText } from './_states';

const SOURCE = 'dma-mmio.md 1.7; Linux vfio_pci_core.c';

/** The reset of a step that was made, and is over; else null. */
const resetOf = ({ op, outcome, config }: DmaBufStep) =>
  op.op === 'reset' && outcome.end === 'returned' && config.exporters[op.device]!.resets ? op : null;

export const BUF_032: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-032',
  title: 'a reset does not switch memory on',
  statement: 'After a reset with memory off no buffer of the device is LIVE.',
  source: SOURCE,
  why: 'The reset leaves the memory bit as the user wrote it.',
  example: 'The buffers are restored in any case.',
  on: ['reset'],
  check: (step) =>
    resetOf(step) !== null && !isEnabled(step, deviceOf(step)) && bufsOf(step, deviceOf(step)).length > 0
      ? must(others(step, deviceOf(step), 'REVOKED').length === 0)
      : NOT_EXERCISED,
  explain: explainStates,
};

export const BUF_033: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-033',
  title: 'a reset that fails restores',
  statement: 'After a reset that returned an error, with memory on, every buffer of the device is LIVE.',
  source: SOURCE,
  why: 'The device did not go away: its importers would wait for a restore that never comes.',
  example: 'The restore is skipped on an error.',
  on: ['reset'],
  check(step) {
    const failed = resetOf(step)?.result !== 0 && resetOf(step) !== null;
    const isOn = failed && isEnabled(step, deviceOf(step)) && bufsOf(step, deviceOf(step)).length > 0;
    return isOn ? must(others(step, deviceOf(step), 'LIVE').length === 0) : NOT_EXERCISED;
  },
  explain: explainStates,
};

/** A device that a hot reset gave up on, or did not come to, and touched; or one that it had and did not restore. */
function badUnwind(step: DmaBufStep, stop: DeviceIndex): string | null {
  for (let i = 0; i < step.before.exporters; i++) {
    const touched = bufsOf(step, i).some(({ was, is }) => was.state !== is?.state);
    const told = step.outcome.events.some((event) => event.event === 'zap' && event.device === i);
    if (i >= stop && (touched || told)) return statesText(step, i);
    const open = step.before.device(i).open && isEnabled(step, i);
    if (i < stop && open && others(step, i, 'LIVE').length > 0) return statesText(step, i);
  }
  return null;
}

/** Where a hot reset that was made and is over had to give up; null: nowhere. */
function gaveUpAt({ op, outcome, before }: DmaBufStep): DeviceIndex | null {
  if (op.op !== 'hotReset' || outcome.end !== 'returned' || op.noSet || op.resume !== 0) return null;
  return stoppedAt(op, before);
}

export const BUF_034: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-034',
  title: 'a hot reset that gives up',
  statement:
    'A hot reset that cannot have one device of the set restores those before it, and leaves the others alone.',
  source: SOURCE,
  why: 'The device that it could not lock is in somebody’s hands, with its buffers in use.',
  example: 'The unwinding walks the whole set.',
  on: ['hotReset'],
  check(step) {
    const stop = gaveUpAt(step);
    return stop === null ? NOT_EXERCISED : must(step.outcome.value! < 0 && badUnwind(step, stop) === null);
  },
  explain: (step) =>
    badUnwind(step, gaveUpAt(step)!) ?? `device ${gaveUpAt(step)} could not be had, and the call returns 0`,
};
