/** Short ways to write the ops of the golden rows. Addresses are byte addresses, as in the document. */
import type {
  AccessOp,
  FirmwareOp,
  PsmashOp,
  PvalidateOp,
  RmpAdjustOp,
  RmpNewState,
  RmpReadOp,
  RmpUpdateOp,
  VmrunOp,
} from '../../../model/vocabulary/rmp/op';
import type { RmpSize } from '../../../model/vocabulary/rmp/entry';
import { page } from './build';

export const S4K: RmpSize = 0;
export const S2M: RmpSize = 1;

const NEW_STATE: RmpNewState = { assigned: true, size: S4K, immutable: false, gpa: 0, asid: 0, reserved: false };

/** RMPUPDATE by the host, unless `by` is a guest's ASID. */
export const rmpupdate = (spa: number, to: Partial<RmpNewState>, by = 0): RmpUpdateOp => ({
  op: 'rmpupdate',
  spa,
  asid: by,
  to: { ...NEW_STATE, ...to },
});

export const unassign = (spa: number, size: RmpSize = S4K): RmpUpdateOp => rmpupdate(spa, { assigned: false, size });

export const psmash = (spa: number, by = 0): PsmashOp => ({ op: 'psmash', spa, asid: by });

export const rmpread = (spa: number, by = 0): RmpReadOp => ({ op: 'rmpread', spa, asid: by });

export const reclaim = (spa: number, size: RmpSize): FirmwareOp => ({ op: 'pageReclaim', spa, size, reserved: false });

const translation = (gpa: number, spa: number, nestedLg: number) => ({
  gpa: page(gpa),
  spa: page(spa),
  guestLg: 12,
  guestPresent: true,
  nestedLg,
  nestedPresent: true,
  nestedWritable: true,
});

/** An access of the host's kernel through a leaf of `lg` bits. */
export const host = (kind: AccessOp['kind'], spa: number, lg: number, user = false): AccessOp => ({
  op: 'access',
  by: 'host',
  kind,
  ...translation(0, spa, lg),
  user,
  asid: 0,
  vmpl: 0,
  cBit: false,
  vtom: null,
});

/** A supervisor access of a guest that is not SNP-active. */
export const plainGuest = (kind: AccessOp['kind'], spa: number, lg: number, cBit: boolean): AccessOp => ({
  ...host(kind, spa, lg),
  by: 'guest',
  asid: 9,
  cBit,
});

/** A private access of ASID 5 at VMPL0, unless told otherwise. */
export const snp = (
  kind: AccessOp['kind'],
  gpa: number,
  spa: number,
  lg: number,
  other: Partial<AccessOp> = {},
): AccessOp => ({
  ...host(kind, spa, lg),
  by: 'snp-guest',
  gpa: page(gpa),
  asid: 5,
  cBit: true,
  ...other,
});

const guestInstruction = (gpa: number, spa: number, size: RmpSize, lg: number) => ({
  ...translation(gpa, spa, lg),
  asid: 5,
  vmpl: 0,
  cpl: 0,
  size,
  badInput: false,
});

/** PVALIDATE by ASID 5 at VMPL0; `lg` is the size of the nested leaf. */
export const pvalidate = (gpa: number, spa: number, size: RmpSize, validate: boolean, lg: number): PvalidateOp => ({
  op: 'pvalidate',
  ...guestInstruction(gpa, spa, size, lg),
  validate,
});

/** RMPADJUST by ASID 5; `lg` is the size of the nested leaf. */
export const rmpadjust = (
  gpa: number,
  spa: number,
  size: RmpSize,
  lg: number,
  change: Pick<RmpAdjustOp, 'vmpl' | 'target' | 'mask'> & { readonly vmsa?: boolean },
): RmpAdjustOp => ({
  op: 'rmpadjust',
  ...guestInstruction(gpa, spa, size, lg),
  vmsa: false,
  ...change,
});

export const vmrun = (asid: number, vmsa: number | null, vmcb = 0x5000_0000): VmrunOp => ({
  op: 'vmrun',
  asid,
  snp: true,
  vmcb: page(vmcb),
  vmsa: vmsa === null ? null : page(vmsa),
  avic: null,
});
