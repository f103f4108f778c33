/** The architected 16-byte format of RMPUPDATE's input and RMPREAD's output: rmp.md 1.3. */
import type { RmpNewState } from '../../vocabulary/rmp/op';
import type { RmpReadOut } from '../../vocabulary/rmp/outcome';
import type { RmpSize } from '../../vocabulary/rmp/entry';

/** Length of both. */
export const SOFTWARE_FORMAT_BYTES = 16;
const ASSIGNED = 8;
const SIZE = 9;
const IMMUTABLE = 10;
const RESERVED = 11;
const ASID = 12;
const REGION_BUSY = 2;

type Fields = Omit<RmpNewState, 'reserved'>;

function encode(fields: Fields, regionBusy: boolean): Uint8Array {
  const bytes = new Uint8Array(SOFTWARE_FORMAT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(fields.gpa), true);
  bytes[ASSIGNED] = Number(fields.assigned);
  bytes[SIZE] = fields.size | (regionBusy ? REGION_BUSY : 0);
  bytes[IMMUTABLE] = Number(fields.immutable);
  view.setUint32(ASID, fields.asid, true);
  return bytes;
}

function decode(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, SOFTWARE_FORMAT_BYTES);
  return {
    assigned: (bytes[ASSIGNED]! & 1) === 1,
    size: (bytes[SIZE]! & 1) as RmpSize,
    immutable: (bytes[IMMUTABLE]! & 1) === 1,
    gpa: Number(view.getBigUint64(0, true)),
    asid: view.getUint32(ASID, true),
  };
}

/** Input of RMPUPDATE. A state with reserved bits gets one in the reserved byte. */
export function encodeNewState(to: RmpNewState): Uint8Array {
  const bytes = encode(to, false);
  if (to.reserved) bytes[RESERVED] = 1;
  return bytes;
}

/** What RMPUPDATE reads; bit 1 of byte 9 is a reserved bit of its input. */
export const decodeNewState = (bytes: Uint8Array): RmpNewState => ({
  ...decode(bytes),
  reserved: bytes[ASSIGNED]! > 1 || bytes[SIZE]! > 1 || bytes[IMMUTABLE]! > 1 || bytes[RESERVED] !== 0,
});

/** Output of RMPREAD. */
export const encodeReadOut = (out: RmpReadOut): Uint8Array => encode(out, out.regionBusy);

export const decodeReadOut = (bytes: Uint8Array): RmpReadOut => ({
  ...decode(bytes),
  regionBusy: (bytes[SIZE]! & REGION_BUSY) !== 0,
});
