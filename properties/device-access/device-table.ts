import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DmaOp } from '../../model/vocabulary/device-access/op';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';

/** Where the first stage begins: a GCR3 table, or the root of an S1 table. */
export type Stage1 =
  | {
      readonly kind: 'gcr3';
      readonly root: number;
      readonly levels: number;
      readonly pasid: number;
      readonly s1Levels: number;
    }
  | { readonly kind: 'root'; readonly root: number; readonly s1Levels: number };

/** What the device's entry says of one request: a DTE for T=0, the secure one for T=1. rmp.md 4.9. */
export interface DeviceEntry {
  /** Levels of the host table; 0: no host translation. */
  readonly mode: number;
  readonly root: number;
  readonly s1: Stage1 | null;
  readonly read: boolean;
  readonly write: boolean;
  /** V = 1 and TV = 0: the device is blocked. */
  readonly blocked: boolean;
}

const field = (qword: bigint, high: number, low: number): number =>
  Number((qword >> BigInt(low)) & ((1n << BigInt(high - low + 1)) - 1n));

/** The request's PASID if it has one, 0 if the entry gives it one (GIOV), else null. */
const pasidOf = (op: DmaOp, giov: boolean): number | null => op.pasid ?? (giov ? 0 : null);

/** Reads the entry that `op` is subject to. Null where the documents do not say what it means (V = 0, reserved values). */
export function deviceEntry(config: DeviceAccessConfig, view: DeviceAccessView, op: DmaOp): DeviceEntry | null {
  return op.t === 0 ? fromDte(config, view.dte(op.device), op) : fromSdte(view, op);
}

function fromDte(
  { rmp: { cBit } }: DeviceAccessConfig,
  [q0, q1, q2]: readonly [bigint, bigint, bigint, bigint],
  op: DmaOp,
): DeviceEntry | null {
  const mode = field(q0, 11, 9);
  const glx = field(q0, 57, 56);
  const guestLevels = field(q2, 55, 54);
  const pasid = pasidOf(op, field(q0, 54, 54) === 1);
  const nested = field(q0, 55, 55) === 1 && pasid !== null;
  const reserved = mode === 7 || (nested && (glx === 3 || guestLevels > 1 || pasid >= 512 ** (glx + 1)));
  if (field(q0, 0, 0) === 0 || reserved) return null;
  const gcr3 = field(q0, 60, 58) + field(q1, 31, 16) * 2 ** 3 + field(q1, 63, 43) * 2 ** 19;
  const root = field(q0, 51, 12);
  return {
    mode,
    root: cBit !== null && field(q0, cBit, cBit) === 1 ? root - 2 ** (cBit - 12) : root,
    s1: nested ? { kind: 'gcr3', root: gcr3, levels: glx + 1, pasid, s1Levels: guestLevels + 4 } : null,
    read: field(q0, 61, 61) === 1,
    write: field(q0, 62, 62) === 1,
    blocked: field(q0, 1, 1) === 0,
  };
}

function fromSdte(view: DeviceAccessView, op: DmaOp): DeviceEntry | null {
  const sdte = view.sdte(op.device);
  // What a trusted request without a valid entry gives is not known (rmp.md 9.17).
  if (sdte === null || !sdte.valid) return null;
  const s1 = sdte.s1Root === null ? null : ({ kind: 'root', root: sdte.s1Root, s1Levels: sdte.s1Levels } as const);
  return { mode: sdte.mode, root: sdte.hostRoot, s1, read: true, write: true, blocked: false };
}
