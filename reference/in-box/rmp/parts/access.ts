import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { AccessOp, StructureOp, VmrunOp } from '../../../../model/vocabulary/rmp/op';
import type { InBoxRmp } from '../in-box';

/** The primitive checks of rmp.md 3.1. `lg`: log2 bytes of the mapping that 3.1 says is meant. */
export interface CheckParts {
  /** hv(p). */
  readonly pageIsHypervisors: (r: InBoxRmp, page: SpaPage) => boolean;
  /** hv2(b), read as hardware does from the base entry and its sub count. */
  readonly regionIsHypervisors: (r: InBoxRmp, base: SpaPage) => boolean;
  readonly hypervisorOwned: (r: InBoxRmp, page: SpaPage, lg: number) => boolean;
  readonly guestOwned: (r: InBoxRmp, page: SpaPage, asid: number) => boolean;
  readonly reverseMapMatches: (r: InBoxRmp, page: SpaPage, gpa: GpaPage) => boolean;
  readonly isMutable: (r: InBoxRmp, page: SpaPage) => boolean;
  readonly sizeMatches: (r: InBoxRmp, page: SpaPage, lg: number) => boolean;
  readonly isValidated: (r: InBoxRmp, page: SpaPage) => boolean;
  readonly vmplAllows: (r: InBoxRmp, page: SpaPage, vmpl: number, kind: AccessOp['kind'], user: boolean) => boolean;
}

/** CPU accesses, rmp.md 3.2 to 3.4. Parts that answer false have left a fault in `r`. */
export interface AccessParts {
  readonly access: (r: InBoxRmp, a: AccessOp) => boolean;
  /** Paging faults, guest first: before the RMP is looked at. */
  readonly pagingAllows: (r: InBoxRmp, a: AccessOp) => boolean;
  /** What the RMP says of an access that paging allows. */
  readonly rmpAllows: (r: InBoxRmp, a: AccessOp) => boolean;
  /** The walk reads a page of the nested table. */
  readonly nestedTableRead: (r: InBoxRmp, a: AccessOp) => boolean;
  readonly hostAccess: (r: InBoxRmp, a: AccessOp) => boolean;
  readonly plainGuestAccess: (r: InBoxRmp, a: AccessOp) => boolean;
  readonly snpGuestAccess: (r: InBoxRmp, a: AccessOp) => boolean;
  /** Covered … VMPL of a private access, in the order of 3.3. */
  readonly privateAccess: (r: InBoxRmp, a: AccessOp) => boolean;
  /** Is an access of a host or plain guest of this kind looked up in the RMP? */
  readonly isChecked: (r: InBoxRmp, a: AccessOp) => boolean;
  readonly effectiveCBit: (r: InBoxRmp, a: AccessOp) => boolean;
  readonly isBelowVtom: (gpa: GpaPage, vtom: GpaPage) => boolean;
  /** Size of the mapping that the RMP checks go by. */
  readonly mappingLg: (a: AccessOp) => number;
  /** Does the access change the page? */
  readonly isWrite: (a: AccessOp) => boolean;
  /** May a page with VMSA=1 be read and written as data? */
  readonly vmsaAllowsData: (r: InBoxRmp, page: SpaPage, a: AccessOp) => boolean;
  /** #PF of the host by the RMP. */
  readonly raiseHostFault: (r: InBoxRmp, a: AccessOp) => void;
  /** #VMEXIT(NPF) by the RMP. */
  readonly raiseNpf: (r: InBoxRmp, a: AccessOp, enc: boolean, byVmpl: boolean) => void;
  readonly raiseNotValidated: (r: InBoxRmp) => void;
}

/** VMRUN and other structures, rmp.md 3.7. */
export interface StructureParts {
  /** False: a fault is in `r`, and nothing became in use. */
  readonly vmrun: (r: InBoxRmp, op: VmrunOp) => boolean;
  readonly saveStructure: (r: InBoxRmp, op: StructureOp) => boolean;
  readonly structureIsHypervisors: (r: InBoxRmp, page: SpaPage) => boolean;
  readonly vmsaIsRunnable: (r: InBoxRmp, page: SpaPage, asid: number) => boolean;
  /** The page whose stored entry the VMSA checks read. */
  readonly vmsaAuthority: (r: InBoxRmp, page: SpaPage) => SpaPage;
}

/** The checks that the IOMMU asks for. rmp.md 4.3. `lg`: the granule, 12 or 21. */
export interface DeviceCheckParts {
  readonly deviceShared: (r: InBoxRmp, spa: SpaPage, lg: number) => boolean;
  /** Does Page_Size of the region suit a T=0 check? (T0_SIZE_BIT_IGNORED) */
  readonly sharedSizeSuits: (r: InBoxRmp, spa: SpaPage, lg: number) => boolean;
  /** `lg` 0: no size is asked for. */
  readonly devicePrivate: (
    r: InBoxRmp,
    spa: SpaPage,
    gpa: GpaPage,
    lg: number,
    asid: number,
    vmpl: number,
    write: boolean,
  ) => boolean;
  /** Does the entry's size equal the granule? */
  readonly deviceSizeMatches: (r: InBoxRmp, spa: SpaPage, lg: number) => boolean;
  readonly deviceMayUseInvalid: (r: InBoxRmp) => boolean;
  readonly deviceVmplAllows: (r: InBoxRmp, spa: SpaPage, vmpl: number, write: boolean) => boolean;
}
