/** The table of dma-mmio.md 1.5: what can be done to a buffer, by its state. Data only. */
import type { BufState } from '../../../model/vocabulary/dma-buf/view';
import { Errno } from '../../../model/vocabulary/errno';
import {
  attach,
  command,
  map,
  mapFile,
  onDevice,
  PAGE,
  PINNED,
  STATIC,
  X,
  type GoldenDmaBufRow,
  type GoldenStep,
} from './build';

/** A buffer with one attachment, and then in this state. */
const inState = (state: BufState): readonly GoldenStep[] => [
  { op: X(PAGE) },
  { op: attach('a') },
  ...(state === 'LIVE' ? [] : [{ op: state === 'REVOKED' ? command(false) : onDevice('close'), states: { b: state } }]),
];

/** What each op of 1.5 returns in the three states. */
const TABLE: readonly (readonly [string, GoldenStep['op'], Readonly<Record<BufState, number>>])[] = [
  ['attach, no peer-to-peer', attach('n', STATIC), all(Errno.EOPNOTSUPP)],
  ['attach, no callback', attach('n', PINNED), { ...all(Errno.ENODEV), LIVE: Errno.EOPNOTSUPP }],
  ['attach', attach('n'), { ...all(Errno.ENODEV), LIVE: 0 }],
  ['pin', { op: 'pin', attachment: 'a' }, all(0)],
  ['unpin', { op: 'unpin', attachment: 'a' }, all(0)],
  ['map', map('m'), { ...all(Errno.ENODEV), LIVE: 0 }],
  ['detach', { op: 'detach', attachment: 'a' }, all(0)],
  ['mmap', { op: 'mmap', buf: 'b' }, all(Errno.EINVAL)],
  ['the private interconnect', mapFile('r', {}), { ...all(Errno.ENODEV), LIVE: 0 }],
];

function all(value: number): Readonly<Record<BufState, number>> {
  return { LIVE: value, REVOKED: value, ORPHANED: value };
}

const STATES: readonly BufState[] = ['LIVE', 'REVOKED', 'ORPHANED'];

export const STATE_ROWS: readonly GoldenDmaBufRow[] = STATES.flatMap((state) => [
  ...TABLE.map(([what, op, values]) => ({
    id: `1.5 ${what}, ${state}`,
    steps: [...inState(state), { op, value: values[state] }],
  })),
  {
    id: `1.5 last reference, ${state}`,
    steps: [
      ...inState(state),
      { op: { op: 'release', buf: 'b' }, states: { b: state } },
      { op: { op: 'detach', attachment: 'a' }, states: { b: 'FREED' }, registrations: 0 },
    ],
  },
  {
    id: `1.5 two ranges, ${state}`,
    steps: [
      { op: X([...PAGE, ...PAGE]) },
      ...inState(state).slice(1),
      { op: mapFile('r', {}), value: state === 'LIVE' ? Errno.EOPNOTSUPP : Errno.ENODEV },
    ],
  },
]);
