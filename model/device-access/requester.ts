/** Who asks, and through which tables: the DTE of a T=0 request, the SDTE of a T=1 request. rmp.md 4.3, 4.9. */
import type { DmaOp, Sdte } from '../vocabulary/device-access/op';
import type { GpaPage, SpaPage } from '../vocabulary/rmp/entry';
import type { Dte } from './dte';

/** The first stage, in the guest's hands: tables called by guest pages. */
export interface FirstStage {
  /** GCR3 table that leads from the PASID to the root, or null where `root` is the root already. */
  readonly gcr3: { readonly root: GpaPage; readonly levels: number; readonly pasid: number } | null;
  readonly root: GpaPage;
  readonly levels: number;
}

/** What a request is translated and checked by. */
export interface Requester {
  readonly t: 0 | 1;
  /** Levels of the host table; 0: none. */
  readonly mode: number;
  readonly hostRoot: SpaPage;
  readonly firstStage: FirstStage | null;
  /** Rights of the whole device. */
  readonly read: boolean;
  readonly write: boolean;
  /** An encoding that the format reserves is in use. */
  readonly reserved: boolean;
  /** T=1: the guest that the device is bound to; else 0. */
  readonly asid: number;
  readonly vmpl: number;
  /** GPAs from here on get the shared check; null: none. */
  readonly vtom: GpaPage | null;
}

const MAX_MODE = 6;
const MAX_GCR3_LEVELS = 3;
const isGuestLevels = (levels: number): boolean => levels === 4 || levels === 5;

/** T=0. Null: TV is clear. */
export function untrustedRequester(dte: Dte, op: DmaOp): Requester | null {
  if (!dte.translates) return null;
  // "S1 present" of 4.3: GV and (the request has a PASID, or GIOV).
  const present = dte.guestValid && (op.pasid !== null || dte.giov);
  return {
    t: 0,
    mode: dte.mode,
    hostRoot: dte.hostRoot,
    firstStage: present
      ? {
          gcr3: { root: dte.gcr3Root, levels: dte.gcr3Levels, pasid: op.pasid ?? 0 },
          root: 0,
          levels: dte.guestLevels,
        }
      : null,
    read: dte.read,
    write: dte.write,
    reserved: dte.mode > MAX_MODE || (present && (dte.gcr3Levels > MAX_GCR3_LEVELS || !isGuestLevels(dte.guestLevels))),
    asid: 0,
    vmpl: 0,
    vtom: null,
  };
}

/** T=1. Null: the device has no valid SDTE. */
export function trustedRequester(sdte: Sdte | null): Requester | null {
  if (sdte === null || !sdte.valid) return null;
  return {
    t: 1,
    mode: sdte.mode,
    hostRoot: sdte.hostRoot,
    firstStage: sdte.s1Root === null ? null : { gcr3: null, root: sdte.s1Root, levels: sdte.s1Levels },
    read: true,
    write: true,
    reserved: sdte.mode > MAX_MODE || (sdte.s1Root !== null && !isGuestLevels(sdte.s1Levels)),
    asid: sdte.asid,
    vmpl: sdte.vmpl,
    vtom: sdte.vtom,
  };
}
