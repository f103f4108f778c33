import type { GpaPage, RmpSize, SpaPage } from './entry';

/** Input of RMPUPDATE in the software format. rmp.md 1.3. */
export interface RmpNewState {
  readonly assigned: boolean;
  readonly size: RmpSize;
  readonly immutable: boolean;
  /** Byte address. */
  readonly gpa: number;
  readonly asid: number;
  /** True: some reserved bit or byte is set. */
  readonly reserved: boolean;
}

/** Hypervisor instructions name a byte address, so that alignment can be wrong; the C-bit may be in it. */
interface HypervisorInstruction {
  readonly spa: number;
  /** ASID of the executing context: 0 is the host. */
  readonly asid: number;
}
export interface RmpUpdateOp extends HypervisorInstruction {
  readonly op: 'rmpupdate';
  readonly to: RmpNewState;
}
export interface PsmashOp extends HypervisorInstruction {
  readonly op: 'psmash';
}
export interface RmpReadOp extends HypervisorInstruction {
  readonly op: 'rmpread';
}
/** Asks to skip checks of a 1G range; nothing to observe. rmp.md 2.6. */
export interface RmpOptOp extends HypervisorInstruction {
  readonly op: 'rmpopt';
}

/** How the address of a guest's access or instruction translates. Paging faults come before RMP faults (rmp.md 3.3). */
export interface GuestTranslation {
  readonly gpa: GpaPage;
  readonly spa: SpaPage;
  /** log2 size of the guest's own leaf: 12, 21 or 30. Never matters to the RMP. */
  readonly guestLg: number;
  /** False: guest #PF before everything else. */
  readonly guestPresent: boolean;
  /** log2 size of the nested leaf: 12, 21 or 30. */
  readonly nestedLg: number;
  readonly nestedPresent: boolean;
  readonly nestedWritable: boolean;
}

interface GuestInstruction extends GuestTranslation {
  readonly asid: number;
  readonly vmpl: number;
  readonly cpl: number;
  readonly size: RmpSize;
  /** Reserved bits set in a register, or the address not aligned to the size: FAIL_INPUT. */
  readonly badInput: boolean;
}
export interface PvalidateOp extends GuestInstruction {
  readonly op: 'pvalidate';
  readonly validate: boolean;
}
export interface RmpAdjustOp extends GuestInstruction {
  readonly op: 'rmpadjust';
  readonly target: number;
  readonly mask: number;
  readonly vmsa: boolean;
}
export interface RmpQueryOp extends GuestInstruction {
  readonly op: 'rmpquery';
  readonly target: number;
}

/** Commands of the firmware. rmp.md 2.7. Addresses are byte addresses. */
export type FirmwareOp =
  | { readonly op: 'snpInit' }
  | { readonly op: 'pageReclaim'; readonly spa: number; readonly size: RmpSize; readonly reserved: boolean }
  | { readonly op: 'pageUnsmash'; readonly spa: number }
  | { readonly op: 'pageSetState'; readonly spa: number; readonly pages: number }
  | { readonly op: 'mdInit'; readonly spa: number; readonly context: SpaPage }
  | { readonly op: 'gctxCreate'; readonly spa: number }
  | { readonly op: 'decommission'; readonly spa: number }
  | {
      readonly op: 'launchUpdate';
      readonly spa: number;
      readonly size: RmpSize;
      readonly type: 'normal' | 'vmsa' | 'secrets' | 'cpuid';
      /** vmpl1_perms … vmpl3_perms. */
      readonly perms: readonly [number, number, number];
    }
  | {
      readonly op: 'mmioValidate';
      readonly spa: number;
      readonly pages: number;
      readonly gpa: GpaPage;
      readonly bound: boolean;
    }
  | { readonly op: 'writeBuffer'; readonly spa: number }
  | { readonly op: 'snpShutdown'; readonly x86: boolean };

/** A CPU access. rmp.md 3. */
export interface AccessOp extends GuestTranslation {
  readonly op: 'access';
  /** `guest` is one that is not SNP-active (SEV and SEV-ES included). */
  readonly by: 'host' | 'guest' | 'snp-guest';
  /**
   * `tableRead`: a walk reads a page of the initiator's own page table; `adUpdate`: the walk writes A or D.
   * `nestedTableRead`: on behalf of a guest the walk reads the page `spa` of the nested table, by system address:
   * checked as Hypervisor-Owned at 4K where NPT_READ_CHECKED says so, else not at all (rmp.md 0.4).
   */
  readonly kind: 'read' | 'write' | 'fetch' | 'tableRead' | 'adUpdate' | 'nestedTableRead';
  readonly user: boolean;
  readonly asid: number;
  readonly vmpl: number;
  /** The guest PTE's C-bit. */
  readonly cBit: boolean;
  /** VIRTUAL_TOM as a page number where the feature is active, else null. */
  readonly vtom: GpaPage | null;
}
// For `host` the fields nestedLg, nestedPresent, nestedWritable say what the host's own leaf is; gpa is not used.

/** VMRUN: its structures become in use until `vmexit`, if it passes. rmp.md 3.7. Null: not used. */
export interface VmrunOp {
  readonly op: 'vmrun';
  readonly asid: number;
  readonly snp: boolean;
  readonly vmcb: SpaPage;
  readonly vmsa: SpaPage | null;
  readonly avic: SpaPage | null;
}
export interface VmexitOp {
  readonly op: 'vmexit';
}
/** Writes of VM_HSAVE_PA, and VMSAVE by the host or a virtualized one. rmp.md 3.7. */
export interface StructureOp {
  readonly op: 'hsave' | 'vmsave';
  readonly spa: SpaPage;
  readonly virtualized: boolean;
}
/** Another CPU, or the firmware, begins or ends working on the 2M region of `spa`: FAIL_INUSE meanwhile. */
export interface BusyOp {
  readonly op: 'busy';
  readonly spa: SpaPage;
  readonly busy: boolean;
}

export type RmpOp =
  | RmpUpdateOp
  | PsmashOp
  | RmpReadOp
  | RmpOptOp
  | PvalidateOp
  | RmpAdjustOp
  | RmpQueryOp
  | FirmwareOp
  | AccessOp
  | VmrunOp
  | VmexitOp
  | StructureOp
  | BusyOp;
export type RmpOpName = RmpOp['op'];
