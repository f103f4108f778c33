import type { AccessOp, PvalidateOp } from '../../../model/vocabulary/rmp/op';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The access that a direct method asks for; used again and again. Leaves are present and writable. */
export const newAccess = (): Mutable<AccessOp> => ({
  op: 'access',
  by: 'host',
  kind: 'write',
  user: false,
  asid: 0,
  vmpl: 0,
  cBit: false,
  vtom: null,
  gpa: 0,
  spa: 0,
  guestLg: 12,
  guestPresent: true,
  nestedLg: 12,
  nestedPresent: true,
  nestedWritable: true,
});

/** The same for PVALIDATE. */
export const newPvalidate = (): Mutable<PvalidateOp> => ({
  op: 'pvalidate',
  validate: true,
  asid: 0,
  vmpl: 0,
  cpl: 0,
  size: 0,
  badInput: false,
  gpa: 0,
  spa: 0,
  guestLg: 12,
  guestPresent: true,
  nestedLg: 12,
  nestedPresent: true,
  nestedWritable: true,
});
