import type { RmpPreset } from '../../../../model/vocabulary/rmp/config';
import type { RmpSize, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { FirmwareOp } from '../../../../model/vocabulary/rmp/op';
import type { InBoxRmp } from '../in-box';

/** A FirmwareStatus. */
export type Status = number;
type Command<Name extends FirmwareOp['op']> = Extract<FirmwareOp, { op: Name }>;

/** Firmware commands, rmp.md 2.7. Each gives a FirmwareStatus; not 0 means that nothing changed. */
export interface FirmwareParts {
  readonly snpInit: (r: InBoxRmp) => Status;
  /** What SNP_INIT writes: ranges in states other than Hypervisor, later ones over earlier ones. */
  readonly initialStates: (r: InBoxRmp) => RmpPreset[];
  /** Pages of MMIO inside coverage after SNP_INIT: 'HV-Fixed' or 'Hypervisor'. */
  readonly mmioState: (r: InBoxRmp) => 'HV-Fixed' | 'Hypervisor';
  readonly pageReclaim: (r: InBoxRmp, spa: number, size: RmpSize, reserved: boolean) => Status;
  /** Is the page in a state that PAGE_RECLAIM unlocks? */
  readonly isReclaimable: (r: InBoxRmp, page: SpaPage) => boolean;
  /** Clears Immutable and lock. */
  readonly unlock: (r: InBoxRmp, page: SpaPage) => void;
  readonly pageUnsmash: (r: InBoxRmp, spa: number) => Status;
  /** Are the 512 entries alike, as PAGE_UNSMASH wants them? */
  readonly isUniform: (r: InBoxRmp, base: SpaPage) => boolean;
  readonly unsmash: (r: InBoxRmp, base: SpaPage) => void;
  readonly pageSetState: (r: InBoxRmp, spa: number, pages: number) => Status;
  readonly fixPage: (r: InBoxRmp, page: SpaPage) => void;
  readonly mdInit: (r: InBoxRmp, spa: number, context: SpaPage) => Status;
  readonly gctxCreate: (r: InBoxRmp, spa: number) => Status;
  readonly decommission: (r: InBoxRmp, spa: number) => Status;
  readonly launchUpdate: (r: InBoxRmp, op: Command<'launchUpdate'>) => Status;
  /** Masks of VMPL1 … and the VMSA bit of a page that LAUNCH_UPDATE accepted. */
  readonly launchRights: (r: InBoxRmp, page: SpaPage, op: Command<'launchUpdate'>) => void;
  readonly mmioValidate: (r: InBoxRmp, op: Command<'mmioValidate'>) => Status;
  /** Is `page` what the TDI reported, in a range that starts at `first`? */
  readonly mmioPageFits: (r: InBoxRmp, first: SpaPage, op: Command<'mmioValidate'>, page: SpaPage) => boolean;
  readonly writeBuffer: (r: InBoxRmp, spa: number) => Status;
  readonly snpShutdown: (r: InBoxRmp, x86: boolean) => Status;
  /** Every Firmware-IOMMU page becomes Reclaim. */
  readonly releaseIommuPages: (r: InBoxRmp) => void;
  /** Is any page a guest's? */
  readonly hasGuestPages: (r: InBoxRmp) => boolean;
}
