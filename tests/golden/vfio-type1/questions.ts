/** What turns on an open question, and pages that a mediated device has pinned. Data only. */
import { Errno } from '../../../model/vocabulary/errno';
import { areasOf, attach, detach, IO, IOVA, map, PFNMAP, RAM, unmap, VADDR, type GoldenType1Row } from './build';

const SINGLE = { hugePagesDisabled: true };
const TWO_PAGES = [RAM(0x1000, 2)];

const pinPage = (iova: bigint) => ({ op: 'pinPage', iova, write: true }) as const;

export const QUESTION_ROWS: readonly GoldenType1Row[] = [
  {
    id: 'VFIO-010 MMIO has no CACHE',
    layout: [IO(0xfe000, 2)],
    steps: [{ op: attach() }, { op: map(2), calls: ['0: 100000->fe000000/2000 RWM'] }],
  },
  {
    id: 'VFIO-009 MMIO has CACHE',
    assume: { VFIO_MMIO_CACHE: 'kept' },
    layout: [IO(0xfe000, 2)],
    steps: [{ op: attach() }, { op: map(2), calls: ['0: 100000->fe000000/2000 RWCM'] }],
  },
  {
    id: '5.6 (c) reserved RAM behind VM_IO is MMIO',
    config: { cBit: 47 },
    layout: [IO(0x50000, 2)],
    steps: [{ op: attach() }, { op: map(2), calls: ['0: 100000->50000000/2000 RWM'], cBits: [false] }],
  },
  {
    id: '5.6 (c) reserved RAM behind VM_IO is memory',
    assume: { VFIO_RESERVED_RAM: 'memory' },
    config: { cBit: 47 },
    layout: [IO(0x50000, 2)],
    steps: [{ op: attach() }, { op: map(2), calls: ['0: 100000->50000000/2000 RWC'], cBits: [true] }],
  },
  {
    id: '5.6 (a) reserved frames behind VM_IO and others are two calls',
    layout: [IO(0xfe000, 1), PFNMAP(0xfe001, 1)],
    steps: [
      { op: attach() },
      { op: map(2), calls: ['0: 100000->fe000000/1000 RWM', '0: 101000->fe001000/1000 RWC'], locked: 0 },
    ],
  },
  {
    id: 'VFIO-031 one page a call',
    config: SINGLE,
    layout: TWO_PAGES,
    steps: [
      { op: attach(0) },
      {
        op: map(2),
        events: ['pin 1000/1', 'map 0: 100000->1000000/1000 RWC', 'pin 1001/1', 'map 0: 101000->1001000/1000 RWC'],
      },
      { op: attach(1), calls: ['1: 100000->1000000/1000 RWC', '1: 101000->1001000/1000 RWC'] },
    ],
  },
  {
    id: 'VFIO-031 one page a call, but in replay',
    assume: { VFIO_REPLAY_SINGLE: 'spans' },
    config: SINGLE,
    layout: TWO_PAGES,
    steps: [{ op: attach(0) }, { op: map(2) }, { op: attach(1), calls: ['1: 100000->1000000/2000 RWC'] }],
  },
  {
    id: 'VFIO-016 pages that are pinned already are not charged again',
    config: { mediated: true, lockLimit: 4 },
    layout: [RAM(0x1000, 4)],
    steps: [
      { op: map(4), mappings: 1 },
      { op: pinPage(IOVA + 0x1000n), events: ['pin 1001/1'], locked: 1 },
      { op: pinPage(IOVA + 0x1000n), events: [], locked: 1 },
      { op: attach(), calls: ['0: 100000->1000000/4000 RWC'], locked: 4, pins: 5 },
      {
        op: detach(),
        events: ['unmap 0: 100000/4000', 'flush 0', 'unpin 1000/4 dirty'],
        locked: 1,
        pins: 1,
        mappings: 1,
      },
      {
        op: unmap(4),
        events: ['notify 100000/4000', 'unpin 1001/1 dirty'],
        bytes: 0x4000n,
        locked: 0,
        pins: 0,
      },
    ],
  },
  {
    id: 'VFIO-016 RAM that comes in place of MMIO is charged to who pins it',
    config: { mediated: true },
    layout: [IO(0xfe000, 1)],
    steps: [
      { op: attach() },
      { op: map(1), locked: 0 },
      { op: { op: 'munmap', start: VADDR } },
      { op: { op: 'mmap', area: areasOf([RAM(0x1000, 1)])[0]! } },
      { op: pinPage(IOVA), events: ['pin 1000/1'], locked: 1 },
      { op: { op: 'unpinPage', iova: IOVA }, events: ['unpin 1000/1 dirty'], locked: 0 },
    ],
  },
  {
    id: 'VFIO-016 RAM that MMIO has replaced is charged until it is let go',
    config: { mediated: true },
    layout: [RAM(0x1000, 1)],
    steps: [
      { op: map(1) },
      { op: pinPage(IOVA), locked: 1 },
      { op: { op: 'munmap', start: VADDR } },
      { op: { op: 'mmap', area: areasOf([IO(0xfe000, 1)])[0]! } },
      { op: attach(), calls: ['0: 100000->fe000000/1000 RWM'], locked: 1 },
      { op: { op: 'unpinPage', iova: IOVA }, events: ['unpin 1000/1 dirty'], locked: 0 },
      { op: detach(), locked: 0 },
    ],
  },
  {
    id: 'a replay over the limit leaves nothing',
    config: { mediated: true, lockLimit: 3 },
    layout: [RAM(0x1000, 2), RAM(0x2000, 2)],
    steps: [
      { op: map(2) },
      { op: map(2, { iova: IOVA + 0x2000n, vaddr: 0x7f00_0020_2000n }) },
      {
        op: attach(),
        value: Errno.ENOMEM,
        events: [
          'pin 1000/2',
          'map 0: 100000->1000000/2000 RWC',
          'pin 2000/2',
          'unpin 2000/2 dirty',
          'unmap! 0: 100000/2000',
          'unpin 1000/2 dirty',
        ],
        locked: 0,
        mappings: 2,
      },
    ],
  },
];
