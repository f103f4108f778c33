/** The table of dma-mmio.md 1.7, a row or two for each event. Data only. */
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../model/vocabulary/errno';
import {
  attach,
  command,
  DEVICE,
  entryWithWakeup,
  map,
  onDevice,
  PAGE,
  power,
  reset,
  X,
  type GoldenDmaBufRow,
  type GoldenStep,
} from './build';

/** A LIVE buffer with one attachment and one mapping, which its importer takes down when it is told. */
const mapped: readonly GoldenStep[] = [{ op: X(PAGE) }, { op: attach('a') }, { op: map('m') }];

const REVOKED_AND_RESTORED = { told: ['a', 'a'], states: { b: 'LIVE' }, buf: ['b', { mapRefs: 1 }] } as const;
const REVOKED = { told: ['a'], states: { b: 'REVOKED' }, buf: ['b', { mapRefs: 1 }] } as const;
const RESTORED = { told: ['a'], states: { b: 'LIVE' } } as const;
const UNTOUCHED = { told: [], states: { b: 'LIVE' }, buf: ['b', { mapRefs: 2 }] } as const;

/** A row of 1.7: `steps` after the mapping was made. */
const row = (id: string, steps: readonly GoldenStep[], fields: Partial<typeof DEVICE> = {}): GoldenDmaBufRow => ({
  id: `1.7 ${id}`,
  config: { exporters: [{ ...DEVICE, ...fields }] },
  steps: [...mapped, ...steps],
});

const hotReset = (fields: Partial<Extract<DmaBufOp, { op: 'hotReset' }>> = {}): DmaBufOp => ({
  op: 'hotReset',
  device: 0,
  noSet: false,
  resume: 0,
  foreign: null,
  contended: null,
  result: 0,
  ...fields,
});
const flr: DmaBufOp = { op: 'flr', device: 0, via: 'af', result: 0 };
const refused: DmaBufOp = { op: 'power', device: 0, state: 3, refused: true };
const fails = (at: 'read' | 'write', memory: boolean): DmaBufOp => ({
  op: 'command',
  device: 0,
  memory,
  fail: { at, errno: Errno.EIO },
});

export const TRIGGER_ROWS: readonly GoldenDmaBufRow[] = [
  row('reset', [{ op: reset(), ...REVOKED_AND_RESTORED }]),
  row('reset that fails', [{ op: reset(Errno.ENOTTY), value: Errno.ENOTTY, ...REVOKED_AND_RESTORED }]),
  row('reset that does not work', [{ op: reset(), value: Errno.EINVAL, ...UNTOUCHED }], { resets: false }),
  row('reset with memory off', [
    { op: command(false), ...REVOKED },
    { op: reset(), told: [], states: { b: 'REVOKED' } },
  ]),
  row('reset in D3hot, which forces D0', [
    { op: power(3), ...REVOKED },
    { op: reset(), ...RESTORED },
  ]),
  row('hot reset', [{ op: hotReset(), ...REVOKED_AND_RESTORED }]),
  row('hot reset without a set', [{ op: hotReset({ noSet: true }), value: Errno.EINVAL, ...UNTOUCHED }]),
  row('hot reset, resume fails', [{ op: hotReset({ resume: Errno.EIO }), value: Errno.EIO, ...UNTOUCHED }]),
  row('hot reset, not the owner', [{ op: hotReset({ foreign: 0 }), value: Errno.EINVAL, ...UNTOUCHED }]),
  row('hot reset, contended', [{ op: hotReset({ contended: 0 }), value: Errno.EBUSY, ...UNTOUCHED }]),
  row('hot reset, bus reset fails', [
    { op: hotReset({ result: Errno.ENOTTY }), value: Errno.ENOTTY, ...REVOKED_AND_RESTORED },
  ]),
  row('COMMAND off and on', [
    { op: command(false), ...REVOKED },
    { op: command(true), ...RESTORED },
  ]),
  row('COMMAND off on a VF', [{ op: command(false), ...REVOKED_AND_RESTORED }], { virtualFunction: true }),
  row('COMMAND on, memory on', [{ op: command(true), ...UNTOUCHED }]),
  row('COMMAND, read fails', [{ op: fails('read', false), value: Errno.EIO, ...UNTOUCHED }]),
  row('COMMAND off, write fails (D1-0)', [
    { op: fails('write', false), value: Errno.EIO, ...REVOKED },
    { op: command(true), ...RESTORED },
  ]),
  row('D3hot and D0', [
    { op: power(3), ...REVOKED },
    { op: power(0), ...RESTORED },
  ]),
  row('D3hot, refused', [{ op: refused, value: 0, ...REVOKED_AND_RESTORED }]),
  row('D2', [{ op: power(2), ...UNTOUCHED }]),
  row('D2 out of D3hot', [{ op: power(3) }, { op: power(2), ...RESTORED }]),
  row('FLR', [{ op: flr, ...REVOKED_AND_RESTORED }]),
  row('FLR that is not advertised', [{ op: flr, ...UNTOUCHED }], { flr: false }),
  row('LOW_POWER_ENTRY, and again', [
    { op: onDevice('lowPowerEntry'), ...REVOKED },
    { op: onDevice('lowPowerEntry'), value: Errno.EINVAL, told: [], states: { b: 'REVOKED' } },
    { op: onDevice('lowPowerExit'), ...RESTORED },
  ]),
  row('LOW_POWER_ENTRY_WITH_WAKEUP', [{ op: entryWithWakeup(), ...REVOKED }]),
  row('… payload too small', [{ op: entryWithWakeup('small'), value: Errno.EINVAL, ...UNTOUCHED }]),
  row('… payload unreadable', [{ op: entryWithWakeup('unreadable'), value: Errno.EFAULT, ...UNTOUCHED }]),
  row('wakeup', [
    { op: entryWithWakeup(), ...REVOKED },
    { op: onDevice('suspend') },
    { op: onDevice('wakeup'), told: [], states: { b: 'REVOKED' } },
    { op: onDevice('lowPowerExit'), ...RESTORED },
  ]),
  // Not in the table: Linux vfio_pci_core.c, runtime suspend.
  row('exit of a device that was suspended in D3hot', [
    { op: power(3), ...REVOKED },
    { op: onDevice('lowPowerEntry') },
    { op: onDevice('suspend') },
    { op: onDevice('lowPowerExit'), ...RESTORED },
  ]),
  row('exit with memory off', [
    { op: command(false), ...REVOKED },
    { op: onDevice('lowPowerEntry') },
    { op: onDevice('lowPowerExit'), told: [], states: { b: 'REVOKED' } },
  ]),
  row('last close', [
    { op: onDevice('close'), told: ['a'], states: { b: 'ORPHANED' }, registrations: 0, buf: ['b', { mapRefs: 1 }] },
  ]),
];
