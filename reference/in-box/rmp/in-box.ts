import type { Machine } from '../../../model/vocabulary/plain';
import type { RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { RmpConfig, RmpPreset } from '../../../model/vocabulary/rmp/config';
import type { GpaPage, RmpSize, RmpState, SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { FaultKind, RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { ASSIGNED, baseOf, ENTRY_WORDS, slotOf } from './entry-bits';
import { GhostTags } from './ghost';
import type { AccessKind, RmpHardware } from './hardware';
import type { RmpParts } from './parts';
import type { Region } from './region';
import { Regions } from './regions';
import { newAccess, newPvalidate } from './scratch';
import { executeRmpOp } from './step';
import { UpdateRequest } from './update-request';
import { InBoxRmpView } from './view';
import type { WriterCode } from './writer';

/** Masks of VMPL1-3 as Linux passes them to LAUNCH_UPDATE. */
const NO_RIGHTS = [0, 0, 0] as const;

/**
 * The in-box RMP: raw entries in simulated memory, and the parts that read and write them. State and registers are
 * here, every decision is in a part.
 */
export class InBoxRmp implements RmpHardware, Machine<RmpOp, RmpOutcome, RmpView> {
  config: RmpConfig;
  assume: RmpAssumptions;
  readonly regions = new Regions();
  readonly ghost = new GhostTags();
  readonly view: RmpView = new InBoxRmpView(this);
  cpuSnpEnabled = false;
  iommuSnpEnabled = false;
  /** Structures of a running VMRUN. rmp.md 3.7. */
  readonly inUse: SpaPage[] = [];
  /** VM_HSAVE_PA; 0: no guest ever ran. rmp.md 1.7. */
  hsavePage: SpaPage = 0;
  /** The C-bit as a page number, 0 where there is none. */
  cBitPage = 0;
  /** The segment table's raw entries, in halves; empty where coverage is flat. */
  segmentLo = new Uint32Array(0);
  segmentHi = new Uint32Array(0);
  segmentPages = 0;

  /** What the last op gave; see RmpHardware. */
  code = 0;
  fault: FaultKind | null = null;
  errorCode = 0;
  carry = false;

  private readonly update = new UpdateRequest();
  private readonly request = newAccess();
  private readonly validation = newPvalidate();
  private readonly owners = new Int32Array(512);
  /** What `touchedRegions` said last, when so many regions had tags; null: a region was written since that was not in it. */
  private touched: readonly SpaPage[] | null = null;
  private taggedRegions = 0;

  constructor(
    config: RmpConfig,
    readonly parts: RmpParts,
  ) {
    this.config = config;
    this.assume = config.assumptions;
    this.reset(config);
  }

  reset(config: RmpConfig): void {
    this.config = config;
    this.assume = config.assumptions;
    this.cBitPage = config.cBit === null ? 0 : 2 ** (config.cBit - 12);
    const { coverage } = config;
    const segments = coverage.kind === 'segmented' ? coverage.segments : [];
    this.segmentPages = coverage.kind === 'segmented' ? 2 ** (coverage.segmentLg - 12) : 0;
    this.segmentLo = Uint32Array.from(segments, (raw) => Number(raw & 0xffff_ffffn));
    this.segmentHi = Uint32Array.from(segments, (raw) => Number(raw >> 32n));
    this.cpuSnpEnabled = config.cpuSnpEnabled;
    this.iommuSnpEnabled = config.iommuSnpEnabled;
    this.inUse.length = 0;
    this.hsavePage = 0;
    this.regions.reset(config.preset);
    this.ghost.reset();
    this.touched = null;
    this.clear();
  }

  step(op: RmpOp): RmpOutcome {
    return executeRmpOp(this, op);
  }

  /** Registers as before an op. */
  clear(): void {
    this.code = RmpCode.success;
    this.fault = null;
    this.errorCode = 0;
    this.carry = false;
  }

  /** A fault in place of a result; false, for the part that answers with it. */
  raise(fault: FaultKind, errorCode: number): false {
    this.code = -1;
    this.fault = fault;
    this.errorCode = errorCode;
    return false;
  }

  /** The region of a covered page. */
  regionOf(page: SpaPage): Region {
    return this.regions.of(this, page);
  }

  /** The same, to be written. */
  writableRegion(page: SpaPage): Region {
    const region = this.regions.of(this, page);
    if (!region.isTouched) this.touched = null;
    region.isTouched = true;
    region.revision++;
    return region;
  }

  /** The page of a byte address, which may carry the C-bit. */
  pageOfAddress(spa: number): SpaPage {
    return this.parts.stripCBit(this, Math.floor(spa / 4096));
  }

  /** VMRUN works on the page until the exit. */
  use(page: SpaPage): void {
    if (!this.inUse.includes(page)) this.inUse.push(page);
  }

  /** (assigned, asid) of a covered page as a number. */
  ownerOf(page: SpaPage): number {
    return this.ownerAt(this.regionOf(page).words, slotOf(this.parts.authority(this, page)));
  }

  /** Owners of the region before it is written … */
  rememberOwners(base: SpaPage): void {
    const { words } = this.regionOf(base);
    const step = this.parts.isLarge(this, base) ? 0 : ENTRY_WORDS;
    for (let i = 0; i < 512; i++) this.owners[i] = this.ownerAt(words, i * step);
  }

  /** … and after it: a new epoch for each page that changed hands. */
  countOwners(base: SpaPage): void {
    const { words } = this.regionOf(base);
    const step = this.parts.isLarge(this, base) ? 0 : ENTRY_WORDS;
    for (let i = 0; i < 512; i++) {
      if (this.ownerAt(words, i * step) !== this.owners[i]) this.ghost.nextEpoch(base + i);
    }
  }

  private ownerAt(words: Uint32Array, at: number): number {
    const asid = this.parts.asidOf(words, at);
    return (words[at]! & ASSIGNED) === 0 ? -asid : 1 + asid;
  }

  rmpupdate(spa: SpaPage, assigned: boolean, size: RmpSize, immutable: boolean, gpa: GpaPage, asid: number): number {
    const u = this.update;
    u.page = this.parts.stripCBit(this, spa);
    u.pageAligned = true;
    u.callerAsid = 0;
    u.assigned = assigned;
    u.size = size;
    u.immutable = immutable;
    u.gpa = gpa;
    u.gpaAligned = true;
    u.asid = asid;
    u.reserved = false;
    return this.executeUpdate(u);
  }

  /** RMPUPDATE with any operands. */
  executeUpdate(u: UpdateRequest): number {
    this.clear();
    if (!this.cpuSnpEnabled) {
      this.raise('#UD', 0);
      return this.code;
    }
    for (const name of this.parts.updateOrder) {
      this.code = this.parts[name](this, u);
      if (this.code !== RmpCode.success) return this.code;
    }
    this.parts.applyUpdate(this, u);
    return this.code;
  }

  psmash(base: SpaPage): number {
    return this.executePsmash(base, true, 0);
  }

  /** PSMASH with any operands. */
  executePsmash(spa: number, isAligned: boolean, asid: number): number {
    this.clear();
    if (!this.cpuSnpEnabled) {
      this.raise('#UD', 0);
      return this.code;
    }
    const page = this.parts.stripCBit(this, spa);
    this.code = this.parts.psmashCheck(this, page, isAligned, asid);
    if (this.code === RmpCode.success) this.parts.smash(this, page);
    return this.code;
  }

  pvalidate(
    asid: number,
    vmpl: number,
    gpa: GpaPage,
    spa: SpaPage,
    nestedLg: number,
    size: RmpSize,
    validate: boolean,
  ): number {
    const op = this.validation;
    op.asid = asid;
    op.vmpl = vmpl;
    op.gpa = gpa;
    op.spa = spa;
    op.nestedLg = nestedLg;
    op.size = size;
    op.validate = validate;
    this.clear();
    return (this.code = this.parts.pvalidate(this, op));
  }

  pageReclaim(spa: SpaPage, size: RmpSize): number {
    this.clear();
    return (this.code = this.parts.pageReclaim(this, spa * 4096, size, false));
  }

  launchUpdate(spa: SpaPage): number {
    this.clear();
    return (this.code = this.parts.launchUpdate(this, {
      op: 'launchUpdate',
      spa: spa * 4096,
      size: 0,
      type: 'normal',
      perms: NO_RIGHTS,
    }));
  }

  mmioValidate(spa: SpaPage, pages: number, gpa: GpaPage): number {
    this.clear();
    const op = { op: 'mmioValidate', spa: spa * 4096, pages, gpa, bound: true } as const;
    return (this.code = this.parts.mmioValidate(this, op));
  }

  hv(page: SpaPage): boolean {
    return this.parts.pageIsHypervisors(this, page);
  }

  hv2(base: SpaPage): boolean {
    return this.parts.regionIsHypervisors(this, base);
  }

  isAssigned(page: SpaPage): boolean {
    return this.parts.covered(this, page) && (this.regionOf(page).words[slotOf(page)]! & ASSIGNED) !== 0;
  }

  is2M(page: SpaPage): boolean {
    return this.parts.covered(this, page) && this.parts.isLarge(this, page);
  }

  asidOf(page: SpaPage): number {
    if (!this.parts.covered(this, page)) return 0;
    return this.parts.asidOf(this.regionOf(page).words, slotOf(this.parts.authority(this, page)));
  }

  gpaOf(page: SpaPage): GpaPage {
    return this.parts.covered(this, page) ? this.parts.effectiveGpa(this, page) : 0;
  }

  isValidated(page: SpaPage): boolean {
    return this.parts.covered(this, page) && this.parts.isValidated(this, page);
  }

  isImmutable(page: SpaPage): boolean {
    return this.parts.covered(this, page) && !this.parts.isMutable(this, page);
  }

  state(page: SpaPage): RmpState {
    return this.parts.covered(this, page) ? this.parts.classifyState(this, page) : 'Default';
  }

  hostWrite(spa: SpaPage, lg: number, user: boolean): boolean {
    const a = this.request;
    a.by = 'host';
    a.kind = 'write';
    a.user = user;
    a.spa = spa;
    a.nestedLg = lg;
    this.clear();
    return this.parts.access(this, a);
  }

  guestAccess(
    asid: number,
    vmpl: number,
    gpa: GpaPage,
    spa: SpaPage,
    nestedLg: number,
    kind: AccessKind,
    cBit: boolean,
  ): boolean {
    const a = this.request;
    a.by = 'snp-guest';
    a.kind = kind;
    a.user = false;
    a.asid = asid;
    a.vmpl = vmpl;
    a.cBit = cBit;
    a.gpa = gpa;
    a.spa = spa;
    a.nestedLg = nestedLg;
    this.clear();
    return this.parts.access(this, a);
  }

  checkT0(spa: SpaPage, lg: number): boolean {
    return this.parts.deviceShared(this, spa, lg);
  }

  allHypervisors(first: SpaPage, pages: number): boolean {
    return !this.regions.hasAssigned(this, first, pages);
  }

  checkT1(spa: SpaPage, gpa: GpaPage, lg: number, asid: number, vmpl: number, write: boolean): boolean {
    return this.parts.devicePrivate(this, spa, gpa, lg, asid, vmpl, write);
  }

  noteWrite(page: SpaPage, writer: WriterCode): void {
    this.ghost.write(page, writer);
  }

  epochOf(page: SpaPage): number {
    return this.ghost.epoch(page);
  }

  writerOf(page: SpaPage): WriterCode {
    return this.ghost.writer(page);
  }

  writtenIn(page: SpaPage): number {
    return this.ghost.writtenIn(page);
  }

  /** Base pages of regions with a ghost tag, or an entry that was written: ascending. */
  touchedRegions(): readonly SpaPage[] {
    const { size } = this.ghost;
    if (this.touched === null || this.taggedRegions !== size) {
      const bases = [...this.regions.touched(), ...this.ghost.bases()].map(baseOf);
      this.touched = [...new Set(bases)].sort((a, b) => a - b);
      this.taggedRegions = size;
    }
    return this.touched;
  }

  /** The whole table is written anew, as the ranges say. */
  rewriteTable(ranges: readonly RmpPreset[]): void {
    this.touched = null;
    this.regions.rewrite(this, ranges);
  }
}
