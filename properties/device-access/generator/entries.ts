import type { IoTable } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, Sdte } from '../../../model/vocabulary/device-access/op';
import { GUEST, Table } from './layout';

/** What a device's DTE is to say. rmp.md 4.9. */
export interface DteForm {
  readonly tv: boolean;
  /** Levels of the host table; 0: none. */
  readonly mode: number;
  readonly nested: boolean;
  readonly giov: boolean;
  readonly read: boolean;
  readonly write: boolean;
  /** The root carries the C-bit. */
  readonly cBit: boolean;
}

const bit = (n: number, on: boolean): bigint => (on ? 1n << BigInt(n) : 0n);
const at = (low: number, value: number): bigint => BigInt(value) << BigInt(low);
const bitsOf = (value: number, high: number, low: number): number =>
  Math.floor(value / 2 ** low) % 2 ** (high - low + 1);

/** The op that gives `device` a DTE of the form. */
export function setDte(device: number, form: DteForm, tables: readonly IoTable[], cBit: number | null): DeviceAccessOp {
  const host = tables[Table.host]!;
  const gcr3 = tables[Table.gcr3]!;
  const s1 = tables[Table.s1]!;
  const root = form.nested ? gcr3.address : 0;
  const q0 =
    bit(0, true) |
    bit(1, form.tv) |
    at(9, form.mode) |
    (form.mode === 0 ? 0n : at(12, host.spa)) |
    (form.cBit && cBit !== null ? 1n << BigInt(cBit) : 0n) |
    bit(54, form.nested && form.giov) |
    bit(55, form.nested) |
    at(56, form.nested ? gcr3.levels - 1 : 0) |
    at(58, bitsOf(root, 2, 0)) |
    bit(61, form.read) |
    bit(62, form.write);
  const q1 = at(0, device + 1) | at(16, bitsOf(root, 18, 3)) | at(43, bitsOf(root, 39, 19));
  return { op: 'setDte', device, qwords: [q0, q1, form.nested ? at(54, s1.levels - 4) : 0n, 0n] };
}

/** The host-only form that Linux programs on an SNP host. */
export const plainDte = (tables: readonly IoTable[]): DteForm => ({
  tv: true,
  mode: tables[Table.host]!.levels,
  nested: false,
  giov: false,
  read: true,
  write: true,
  cBit: false,
});

/** A secure entry of GUEST without S1. */
export const plainSdte = (tables: readonly IoTable[]): Sdte => ({
  valid: true,
  mode: tables[Table.secureHost]!.levels,
  hostRoot: tables[Table.secureHost]!.spa,
  s1Root: null,
  s1Levels: 4,
  asid: GUEST,
  vmpl: 0,
  vtom: null,
});

/** The root of the secure S1 table, as GPA. */
export const secureS1Root = (tables: readonly IoTable[]): number => tables[Table.secureS1]!.address;
