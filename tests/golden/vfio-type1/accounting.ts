/** dma-mmio.md 10.6: what counts against the limit, and how a map that fails is taken back. Data only. */
import { Errno } from '../../../model/vocabulary/errno';
import { attach, HOLE, IO, map, RAM, type GoldenType1Row } from './build';

const TWO_RUNS = [RAM(0x1000, 4), RAM(0x2000, 4)];
const FIRST_CALL = '0: 100000->1000000/4000 RWC';

export const ACCOUNTING_ROWS: readonly GoldenType1Row[] = [
  {
    id: 'BG86',
    layout: TWO_RUNS,
    config: { lockLimit: 6 },
    steps: [
      { op: attach() },
      {
        op: map(8),
        value: Errno.ENOMEM,
        // GUP pins both runs at once; the leftovers of the second go with it, then the first.
        events: [
          'pin 1000/4',
          'pin 2000/4',
          `map ${FIRST_CALL}`,
          'unpin 2000/4 dirty',
          'unmap 0: 100000/4000',
          'flush 0',
          'unpin 1000/4 dirty',
        ],
        locked: 0,
        pins: 0,
        mappings: 0,
      },
    ],
  },
  {
    id: 'BG87',
    layout: TWO_RUNS,
    config: { lockLimit: 8 },
    steps: [
      { op: attach() },
      { op: map(8), calls: [FIRST_CALL, '0: 104000->2000000/4000 RWC'], locked: 8, pins: 8, mappings: 1 },
    ],
  },
  {
    id: 'BG88',
    layout: [RAM(0x1000, 2), IO(0xfe000, 64)],
    config: { lockLimit: 2 },
    steps: [{ op: attach() }, { op: map(66), locked: 2, pins: 2 }],
  },
  {
    id: 'BG89',
    layout: [RAM(0x1000, 8)],
    config: { lockLimit: 1, capIpcLock: true },
    steps: [{ op: attach() }, { op: map(8), locked: 8 }],
  },
  {
    id: 'BG90',
    layout: [RAM(0x1000, 2), RAM(0x2000, 2)],
    steps: [
      { op: attach() },
      {
        op: map(4, { fail: { at: 'map', nth: 1, errno: Errno.ENOMEM } }),
        value: Errno.ENOMEM,
        events: [
          'pin 1000/2',
          'pin 2000/2',
          'map 0: 100000->1000000/2000 RWC',
          'map 0: 102000->2000000/2000 RWC ENOMEM',
          'unpin 2000/2 dirty',
          'unmap 0: 100000/2000',
          'flush 0',
          'unpin 1000/2 dirty',
        ],
        locked: 0,
        pins: 0,
        mappings: 0,
      },
    ],
  },
  {
    id: 'BG93',
    layout: [IO(0xfe000, 4, { enabled: false })],
    steps: [{ op: attach() }, { op: map(4), value: Errno.EFAULT, calls: [], mappings: 0 }],
  },
  {
    id: 'BG94',
    layout: [RAM(0x1000, 4)],
    steps: [
      { op: attach(0) },
      { op: attach(1) },
      {
        op: map(4, { fail: { at: 'map', nth: 1, errno: Errno.ENOMEM } }),
        value: Errno.ENOMEM,
        events: [
          'pin 1000/4',
          'map 1: 100000->1000000/4000 RWC',
          'map 0: 100000->1000000/4000 RWC ENOMEM',
          'unmap! 1: 100000/4000',
          'unpin 1000/4 dirty',
        ],
        locked: 0,
        mappings: 0,
      },
    ],
  },
  {
    // 5.3: one run is discarded as a whole where its batch ends, the look-ahead fails, and nothing was mapped.
    id: '5.3 a run of a whole batch before a hole',
    layout: [RAM(0x1000, 512), HOLE],
    steps: [
      { op: attach() },
      { op: map(513), value: Errno.EFAULT, events: ['pin 1000/200', 'unpin 1000/200 dirty'], locked: 0, pins: 0 },
    ],
  },
];
