/** Rules on the triggers, and on ends of life: dma-mmio.md 1.4, 1.7. */
import type { DeviceIndex } from '../../../model/vocabulary/dma-buf/op';
import type { DeviceOp } from '../../../model/vocabulary/dma-buf/device-op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { bufsOf, EVERY_CALL, isEnabled, isRevoking, revokedOn, REVOKING, stoppedAt } from './_device';
import { STEP } from './_rule';

const SOURCE = 'dma-mmio.md 1.7; Linux vfio_pci_core.c';

const deviceOf = ({ op }: DmaBufStep): DeviceIndex => (op as { readonly device: DeviceIndex }).device;
const hasEnded = ({ outcome }: DmaBufStep): boolean => outcome.end === 'returned';

/** Devices of which a call that was made is over now: the op's own, or that of a call that waited. */
const endedOn = ({ op, outcome }: DmaBufStep, name: DeviceOp['op']): readonly DeviceIndex[] => [
  ...(op.op === name && outcome.end === 'returned' ? [op.device] : []),
  ...outcome.events.flatMap((event) => (event.event === 'returned' && event.op === name ? [event.device] : [])),
];

/** Buffers of a device after a step that are not in one of `states`. */
const others = (step: DmaBufStep, device: DeviceIndex, ...states: readonly string[]): readonly string[] =>
  bufsOf(step, device).flatMap(({ name, is }) =>
    is === null || states.includes(is.state) ? [] : [`${name} is ${is.state}`],
  );

const statesText = (step: DmaBufStep, device: DeviceIndex): string => {
  const { powerState, memoryBit, lowPower } = step.after.device(device);
  const states = bufsOf(step, device).map(({ name, was, is }) => `${name} ${was.state} → ${is?.state ?? 'freed'}`);
  return `device ${device} in D${powerState}, memory bit ${memoryBit}, low power ${lowPower}: ${states.join(', ')}`;
};
const explainStates = (step: DmaBufStep): string => statesText(step, deviceOf(step));

export const BUF_028: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-028',
  title: 'close orphans every buffer',
  statement: 'When the last close of a device ends, each of its buffers is ORPHANED, without a live mapping.',
  source: SOURCE,
  why: 'What is left out goes on pointing at a device that the next user has.',
  example: 'Only buffers that were LIVE are orphaned.',
  on: EVERY_CALL,
  check(step) {
    const closed = endedOn(step, 'close').flatMap((device) => bufsOf(step, device));
    if (closed.length === 0) return NOT_EXERCISED;
    return must(closed.every(({ is }) => is === null || (is.state === 'ORPHANED' && is.mapRefs === 1)));
  },
  explain: (step) =>
    endedOn(step, 'close')
      .map((device) => statesText(step, device))
      .join('; '),
};

const removedNow = ({ before, after }: DmaBufStep): readonly DeviceIndex[] =>
  Array.from({ length: after.exporters }, (_, i) => i).filter(
    (i) => after.device(i).removed && !before.device(i).removed,
  );

const mappedOf = ({ after }: DmaBufStep, device: DeviceIndex): readonly string[] =>
  after.bufs.filter((name) => after.buf(name)!.device === device && after.buf(name)!.mapRefs > 1);

export const BUF_029: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-029',
  title: 'no mapping outlives the provider',
  statement: 'When a device is unbound, none of its buffers has a live mapping, and it holds none that is LIVE.',
  source: 'dma-mmio.md 1.4, 3.1; Linux p2pdma.rst',
  why: 'The mapping would be unmapped through memory that is freed.',
  example: 'Unbinding does not wait for registration references.',
  on: EVERY_CALL,
  check(step) {
    const removed = removedNow(step);
    if (removed.length === 0) return NOT_EXERCISED;
    return must(
      removed.every((device) => mappedOf(step, device).length === 0 && step.after.device(device).registrations === 0),
    );
  },
  explain: (step) =>
    removedNow(step)
      .map(
        (i) =>
          `device ${i}: ${step.after.device(i).registrations} registrations, mapped: ${mappedOf(step, i).join(' ')}`,
      )
      .join('; '),
};

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
  check: (step) => (hasEnded(step) && step.after.bufs.length > 0 ? must(miscounted(step) === null) : NOT_EXERCISED),
  explain: (step) => miscounted(step)!,
};

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

export const BUF_035: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-035',
  title: 'low power: revoked on entry, restored on exit',
  statement:
    'After LOW_POWER_ENTRY no buffer of the device is LIVE, a wakeup restores none, and after LOW_POWER_EXIT with memory on all are.',
  source: SOURCE,
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
