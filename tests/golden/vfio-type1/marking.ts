/** dma-mmio.md 10.6: MMIO and the C-bit, in map and in replay. Data only. */
import type { Column } from './layouts';
import { attach, IO, map, RAM, type GoldenType1Row } from './build';

const SME = { cBit: 47 };
const L3 = [RAM(0x1000, 4), IO(0xfe000, 4)];
const L4 = [IO(0xfe000, 4), RAM(0x1000, 4)];
const L5 = [RAM(0x1000, 2), IO(0xfe000, 2), RAM(0x1002, 2)];
const L9 = [RAM(0xfdfff, 1), IO(0xfe000, 1)];

/** A row that holds of what makes the calls of one column of 5.8. */
export interface ColumnRow extends GoldenType1Row {
  readonly column: Column;
}

const replayed = (
  id: string,
  column: Column,
  layout: GoldenType1Row['layout'],
  pages: number,
  calls: readonly string[],
): ColumnRow => ({ id, column, layout, steps: [{ op: attach(0) }, { op: map(pages) }, { op: attach(1), calls }] });

const encrypted = (
  id: string,
  column: Column,
  layout: GoldenType1Row['layout'],
  pages: number,
  cBits: readonly boolean[],
): ColumnRow => ({ id, column, config: SME, layout, steps: [{ op: attach() }, { op: map(pages), cBits }] });

export const MARKING_ROWS: readonly ColumnRow[] = [
  replayed('BG91', 'required', L5, 6, [
    '1: 100000->1000000/2000 RWC',
    '1: 102000->fe000000/2000 RWM',
    '1: 104000->1002000/2000 RWC',
  ]),
  replayed('BG91', 'v5', L5, 6, [
    '1: 100000->1000000/2000 RWC',
    '1: 102000->fe000000/2000 RWC',
    '1: 104000->1002000/2000 RWC',
  ]),
  replayed('BG92', 'required', L3, 8, ['1: 100000->1000000/4000 RWC', '1: 104000->fe000000/4000 RWM']),
  replayed('BG92', 'v5', L3, 8, ['1: 100000->1000000/4000 RWCM', '1: 104000->fe000000/4000 RWCM']),
  replayed('BG92b', 'required', L9, 2, ['1: 100000->fdfff000/1000 RWC', '1: 101000->fe000000/1000 RWM']),
  replayed('BG92b', 'upstream', L9, 2, ['1: 100000->fdfff000/2000 RWC']),
  replayed('BG92b', 'v5', L9, 2, ['1: 100000->fdfff000/2000 RWCM']),
  encrypted('BG96', 'required', L5, 6, [true, false, true]),
  encrypted('BG96', 'upstream', L5, 6, [true, true, true]),
  encrypted('BG97', 'v3', L4, 8, [true, true]),
  encrypted('BG98', 'v3', L3, 8, [false, false]),
];
