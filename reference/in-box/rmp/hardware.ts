import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { GpaPage, RmpSize, RmpState, SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { AccessOp } from '../../../model/vocabulary/rmp/op';
import type { FaultKind } from '../../../model/vocabulary/rmp/outcome';
import type { WriterCode } from './writer';

/** What a CPU access is for. */
export type AccessKind = AccessOp['kind'];

/**
 * The RMP as hardware that other hardware is wired to: numbers in, numbers out, nothing allocated on the way. What a
 * machine's `step` says in an outcome record is left in `code`, `fault`, `errorCode` and `carry` until the next call.
 *
 * A page is a 4K page number (`spa >> 12`), `lg` the log2 bytes of a leaf (12, 21, 30), a code an RmpCode
 * (rmp.md 2.0), and −1 where a fault came instead.
 */
export interface RmpHardware {
  readonly code: number;
  readonly fault: FaultKind | null;
  readonly errorCode: number;
  readonly carry: boolean;
  cpuSnpEnabled: boolean;
  iommuSnpEnabled: boolean;

  /** Starts again from `config`; regions of the run before are used again. */
  reset(config: RmpConfig): void;

  /** RMPUPDATE by the host, of the page `spa`. rmp.md 2.1. */
  rmpupdate(spa: SpaPage, assigned: boolean, size: RmpSize, immutable: boolean, gpa: GpaPage, asid: number): number;
  /** PSMASH by the host. rmp.md 2.2. */
  psmash(base: SpaPage): number;
  /** PVALIDATE at CPL 0 through leaves that are present; `nestedLg` is the nested one's size. rmp.md 2.3. */
  pvalidate(
    asid: number,
    vmpl: number,
    gpa: GpaPage,
    spa: SpaPage,
    nestedLg: number,
    size: RmpSize,
    validate: boolean,
  ): number;
  /** PAGE_RECLAIM: a FirmwareStatus. rmp.md 2.7. */
  pageReclaim(spa: SpaPage, size: RmpSize): number;
  /** LAUNCH_UPDATE of a 4K page of type normal, with no rights for VMPL1-3: a FirmwareStatus. rmp.md 2.7. */
  launchUpdate(spa: SpaPage): number;
  /** MMIO_VALIDATE of the pages of a bound TDI that it reports at `gpa`: a FirmwareStatus. rmp.md 2.7. */
  mmioValidate(spa: SpaPage, pages: number, gpa: GpaPage): number;

  /** hv(p): not covered, or not assigned. rmp.md 0.3. */
  hv(page: SpaPage): boolean;
  /** hv2(b): all 512 pages of the region. Costs the same as `hv`. */
  hv2(base: SpaPage): boolean;
  /** E[p].assigned, as RMPREAD shows it. */
  isAssigned(page: SpaPage): boolean;
  /** True where E[b].size is 2M, as a host's look-up reads it. rmp.md 1.4. */
  is2M(page: SpaPage): boolean;
  /** eff(p).asid; 0 where not covered. */
  asidOf(page: SpaPage): number;
  /** eff(p).gpa; 0 where not covered. */
  gpaOf(page: SpaPage): GpaPage;
  isValidated(page: SpaPage): boolean;
  isImmutable(page: SpaPage): boolean;
  state(page: SpaPage): RmpState;

  /** A write by the host through a leaf of `lg`; false: #PF. Leaves the ghost tag. rmp.md 3.2 B. */
  hostWrite(spa: SpaPage, lg: number, user: boolean): boolean;
  /** An access of an SNP guest through a nested leaf that is present and writable; false: `fault` says which. */
  guestAccess(
    asid: number,
    vmpl: number,
    gpa: GpaPage,
    spa: SpaPage,
    nestedLg: number,
    kind: AccessKind,
    cBit: boolean,
  ): boolean;

  /** Hypervisor-Owned at the granule `lg` (12 or 21) of a device's leaf, the IOMMU's switch aside. rmp.md 4.3. */
  checkT0(spa: SpaPage, lg: number): boolean;
  /** hv(p) of every page from `first`, a multiple of 512 as `pages` is. */
  allHypervisors(first: SpaPage, pages: number): boolean;
  /** The private check of a trusted device. rmp.md 4.3. */
  checkT1(spa: SpaPage, gpa: GpaPage, lg: number, asid: number, vmpl: number, write: boolean): boolean;

  /** Tags the page as written by `writer`, in its present epoch. rmp.md 7. */
  noteWrite(page: SpaPage, writer: WriterCode): void;
  /** Changes of (assigned, asid) of the page so far. */
  epochOf(page: SpaPage): number;
  writerOf(page: SpaPage): WriterCode;
  writtenIn(page: SpaPage): number;
}
