/** Golden examples of dma-mmio.md 5 and 10.6. */
import { ACCOUNTING_ROWS } from './accounting';
import { attach, map, pagesOf, type GoldenType1Row } from './build';
import { LAYOUT_ROWS, type Column, type LayoutRow } from './layouts';
import { MARKING_ROWS, type ColumnRow } from './marking';
import { QUESTION_ROWS } from './questions';
import { REQUEST_ROWS } from './requests';
import { Errno } from '../../../model/vocabulary/errno';

const COLUMNS: readonly Column[] = ['upstream', 'v3', 'v5', 'required'];

/** A layout of 5.8, mapped as the column says. */
function layoutRow({ id, layout, calls, prot, fails }: LayoutRow, column: Column): ColumnRow {
  let page = 0x100;
  const lines = calls.map(([frame, pages], index) => {
    const line = `0: ${page.toString(16)}000->${frame.toString(16)}000/${pages.toString(16)}000 ${prot[column][index]}`;
    page += pages;
    return line;
  });
  const end = fails ? { value: Errno.EFAULT, mappings: 0, pins: 0, locked: 0 } : {};
  return { id, column, layout, steps: [{ op: attach() }, { op: map(pagesOf(layout)), calls: lines, ...end }] };
}

/** The tables that have a column for each who makes the calls. */
export const COLUMN_ROWS: readonly ColumnRow[] = [
  ...LAYOUT_ROWS.flatMap((row) => COLUMNS.map((column) => layoutRow(row, column))),
  ...MARKING_ROWS,
];

/** What the model and the in-box implementation must do. */
export const GOLDEN_TYPE1: readonly GoldenType1Row[] = [
  ...COLUMN_ROWS.filter(({ column }) => column === 'required'),
  ...ACCOUNTING_ROWS,
  ...REQUEST_ROWS,
  ...QUESTION_ROWS,
];

/** What an exhibit must do that makes the calls of a column. */
export const AS_BUILT_TYPE1: readonly ColumnRow[] = COLUMN_ROWS.filter(({ column }) => column !== 'required');
