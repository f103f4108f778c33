/** dma-mmio.md 5.8: the call list of each layout, by who makes the calls. Data only. */
import { HOLE, IO, PFNMAP, RAM, type LayoutPiece } from './build';

/** Columns of the table: released kernels, two proposals of seed 000, and what is required. */
export type Column = 'upstream' | 'v3' | 'v5' | 'required';

/** One row of the table. The IOVA of the first call is 0x100000, each next one follows. */
export interface LayoutRow {
  readonly id: string;
  readonly layout: readonly LayoutPiece[];
  /** First frame and pages of each call. */
  readonly calls: readonly (readonly [frame: number, pages: number])[];
  /** R, W, C for CACHE and M for MMIO, call by call. */
  readonly prot: Readonly<Record<Column, readonly string[]>>;
  /** EFAULT: nothing is mapped at the end. */
  readonly fails?: true;
}

const all = (...prot: readonly string[]): LayoutRow['prot'] => ({ upstream: prot, v3: prot, v5: prot, required: prot });

export const LAYOUT_ROWS: readonly LayoutRow[] = [
  { id: 'L1', layout: [RAM(0x1000, 1024)], calls: [[0x1000, 1024]], prot: all('RWC') },
  {
    id: 'L2',
    layout: [RAM(0x1000, 2), RAM(0x2000, 4)],
    calls: [
      [0x1000, 2],
      [0x2000, 4],
    ],
    prot: all('RWC', 'RWC'),
  },
  {
    id: 'L3',
    layout: [RAM(0x1000, 4), IO(0xfe000, 4)],
    calls: [
      [0x1000, 4],
      [0xfe000, 4],
    ],
    prot: { upstream: ['RWC', 'RWC'], v3: ['RWCM', 'RWCM'], v5: ['RWC', 'RWCM'], required: ['RWC', 'RWM'] },
  },
  {
    id: 'L4',
    layout: [IO(0xfe000, 4), RAM(0x1000, 4)],
    calls: [
      [0xfe000, 4],
      [0x1000, 4],
    ],
    prot: { upstream: ['RWC', 'RWC'], v3: ['RWC', 'RWC'], v5: ['RWCM', 'RWC'], required: ['RWM', 'RWC'] },
  },
  {
    id: 'L5',
    layout: [RAM(0x1000, 2), IO(0xfe000, 2), RAM(0x1002, 2)],
    calls: [
      [0x1000, 2],
      [0xfe000, 2],
      [0x1002, 2],
    ],
    prot: {
      upstream: ['RWC', 'RWC', 'RWC'],
      v3: ['RWCM', 'RWC', 'RWC'],
      v5: ['RWC', 'RWCM', 'RWC'],
      required: ['RWC', 'RWM', 'RWC'],
    },
  },
  {
    id: 'L6',
    layout: [IO(0xfe000, 2), IO(0xfd000, 2)],
    calls: [
      [0xfe000, 2],
      [0xfd000, 2],
    ],
    prot: { upstream: ['RWC', 'RWC'], v3: ['RWCM', 'RWCM'], v5: ['RWCM', 'RWCM'], required: ['RWM', 'RWM'] },
  },
  {
    id: 'L7',
    layout: [IO(0xfe000, 2), IO(0xfe002, 2)],
    calls: [[0xfe000, 4]],
    prot: { upstream: ['RWC'], v3: ['RWCM'], v5: ['RWCM'], required: ['RWM'] },
  },
  {
    id: 'L8',
    layout: [IO(0xfe000, 512, {}, 512)],
    calls: [[0xfe000, 512]],
    prot: { upstream: ['RWC'], v3: ['RWCM'], v5: ['RWCM'], required: ['RWM'] },
  },
  {
    id: 'L9',
    layout: [RAM(0xfdfff, 1), IO(0xfe000, 1)],
    calls: [
      [0xfdfff, 1],
      [0xfe000, 1],
    ],
    prot: { upstream: ['RWC', 'RWC'], v3: ['RWCM', 'RWCM'], v5: ['RWC', 'RWCM'], required: ['RWC', 'RWM'] },
  },
  { id: 'L10', layout: [RAM(0x1000, 3), HOLE], calls: [], prot: all(), fails: true },
  {
    id: 'L11',
    layout: [RAM(0x1000, 100), RAM(0x5000, 100), HOLE],
    calls: [[0x1000, 100]],
    prot: all('RWC'),
    fails: true,
  },
  { id: 'L12', layout: [PFNMAP(0x1000, 1)], calls: [], prot: all(), fails: true },
];
