/** Rules on ends of life: close, unbinding, references: dma-mmio.md 1.4, 1.7. */
import type { DeviceOp } from '../../../model/vocabulary/dma-buf/device-op';
import type { DeviceIndex } from '../../../model/vocabulary/dma-buf/op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { bufsOf, EVERY_CALL } from './_device';
import { STEP } from './_rule';
import { statesText } from './_states';

/** Devices of which a call that was made is over now: the op's own, or that of a call that waited. */
const endedOn = ({ op, outcome }: DmaBufStep, name: DeviceOp['op']): readonly DeviceIndex[] => [
  ...(op.op === name && outcome.end === 'returned' ? [op.device] : []),
  ...outcome.events.flatMap((event) => (event.event === 'returned' && event.op === name ? [event.device] : [])),
];

export const BUF_028: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-028',
  title: 'close orphans every buffer',
  statement: 'When the last close of a device ends, each of its buffers is ORPHANED, without a live mapping.',
  source: 'dma-mmio.md 1.7; Linux vfio_pci_core.c',
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
