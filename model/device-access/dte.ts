/** The device table entry: rmp.md 4.9. */
import type { GpaPage, SpaPage } from '../vocabulary/rmp/entry';

/** Four raw qwords. */
export type Qwords = readonly [bigint, bigint, bigint, bigint];

/** The fields that matter here. */
export interface Dte {
  /** TV. V = 0 is not modelled: Linux keeps V set in every entry. */
  readonly translates: boolean;
  /** Levels of the host table; 0: none. 7 is reserved. */
  readonly mode: number;
  /** C-bit included. */
  readonly hostRoot: SpaPage;
  readonly guestValid: boolean;
  /** Requests without PASID use PASID 0. */
  readonly giov: boolean;
  /** Levels of the GCR3 table: 1 … 3; 4 is reserved. */
  readonly gcr3Levels: number;
  readonly gcr3Root: GpaPage;
  /** Levels of guest tables: 4 or 5; more is reserved. */
  readonly guestLevels: number;
  readonly read: boolean;
  readonly write: boolean;
}

const field = (qword: bigint, last: number, first: number): number =>
  Number((qword >> BigInt(first)) & ((1n << BigInt(last - first + 1)) - 1n));

/** Address bits 14:12, 30:15 and 51:31 of the GCR3 root stand in three places. */
const gcr3Root = ([q0, q1]: Qwords): GpaPage =>
  field(q0, 60, 58) + field(q1, 31, 16) * 2 ** 3 + field(q1, 63, 43) * 2 ** 19;

export function decodeDte(qwords: Qwords): Dte {
  const [q0, , q2] = qwords;
  return {
    translates: field(q0, 1, 1) === 1,
    mode: field(q0, 11, 9),
    hostRoot: field(q0, 51, 12),
    guestValid: field(q0, 55, 55) === 1,
    giov: field(q0, 54, 54) === 1,
    gcr3Levels: field(q0, 57, 56) + 1,
    gcr3Root: gcr3Root(qwords),
    guestLevels: field(q2, 55, 54) + 4,
    read: field(q0, 61, 61) === 1,
    write: field(q0, 62, 62) === 1,
  };
}
