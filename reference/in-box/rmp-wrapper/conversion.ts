import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { MakePrivateOp, MakeSharedOp } from '../../../model/vocabulary/rmp-wrapper/op';

const STATE_BYTES = 16;
/** Offsets within it, rmp.md 1.3. */
const ASSIGNED_AT = 8;
const SIZE_AT = 9;
const IMMUTABLE_AT = 10;
const ASID_AT = 12;

/** One page or region on its way to another owner. */
export interface Conversion {
  readonly page: SpaPage;
  readonly isLarge: boolean;
  readonly isAssigned: boolean;
  /** Byte address. */
  readonly gpa: number;
  readonly asid: number;
  readonly isImmutable: boolean;
  /** What the direct map's split will say. */
  readonly splitFails: boolean;
}

/** What a call asks for, of `page`. */
export const conversionOf = (op: MakePrivateOp | MakeSharedOp, page: SpaPage): Conversion => ({
  page,
  isLarge: op.level > 1,
  isAssigned: op.op === 'makePrivate',
  gpa: op.op === 'makePrivate' ? op.gpa : 0,
  asid: op.op === 'makePrivate' ? op.asid : 0,
  isImmutable: op.op === 'makePrivate' && op.immutable,
  splitFails: op.splitFails,
});

/** Input of RMPUPDATE as it lies in memory. rmp.md 1.3. */
export function newStateOf({ isLarge, isAssigned, gpa, asid, isImmutable }: Conversion): Uint8Array {
  const bytes = Buffer.alloc(STATE_BYTES);
  bytes.writeBigUInt64LE(BigInt(gpa));
  bytes[ASSIGNED_AT] = Number(isAssigned);
  bytes[SIZE_AT] = Number(isLarge);
  bytes[IMMUTABLE_AT] = Number(isImmutable);
  bytes.writeUInt32LE(asid, ASID_AT);
  return Uint8Array.from(bytes);
}
