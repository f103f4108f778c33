import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, Sdte } from '../../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import type { Machine } from '../../../model/vocabulary/plain';
import type { RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { IovaPage } from '../../../model/vocabulary/units';
import { hiOf, loOf } from '../../../model/vocabulary/units';
import type { InBoxRmp } from '../rmp/in-box';
import type { DeviceHardware } from './hardware';
import { Iotlb } from './iotlb';
import { Memory } from './memory';
import type { DeviceAccessParts } from './parts';
import { Route } from './route';
import { executeDeviceAccessOp } from './step';
import { TablePages } from './table-pages';
import { InBoxDeviceAccessView } from './view';

const DTE_WORDS = 8;

/**
 * The in-box IOMMU: raw DTEs and table words in simulated memory, an IOTLB, and the parts that read and write them.
 * State and registers are here, every decision is in a part.
 */
export class InBoxDeviceAccess implements DeviceHardware, Machine<DeviceAccessOp, DeviceOutcome, DeviceAccessView> {
  config: DeviceAccessConfig;
  assume: RmpAssumptions;
  readonly memory = new Memory();
  readonly iotlb = new Iotlb();
  readonly fences = new Set<number>();
  readonly route = new Route();
  readonly view: DeviceAccessView = new InBoxDeviceAccessView(this);
  dtes = new Uint32Array(0);
  sdtes: (Sdte | null)[] = [];
  tables: TablePages[] = [];

  /** The request. `pasid` −1: none. */
  device = 0;
  pasid = -1;
  t: 0 | 1 = 0;
  iova: IovaPage = 0;
  offset = 0;
  write = false;

  /** What the walks found: S1 (where there is none, the IOVA), then S2. */
  s1Page: GpaPage = 0;
  s1Lg = 0;
  s1Write = false;
  s2Page: SpaPage = 0;
  s2Lg = 0;
  s2Read = false;
  s2Write = false;

  /** What the request gave; see DeviceHardware. */
  spa: SpaPage = -1;
  gpa: GpaPage = -1;
  reachLg = 0;
  hit = false;
  fenced = false;
  eventCode = 0;
  eventFlags = 0;
  eventPage = 0;
  eventOffset = 0;

  /** A raw entry being encoded, in halves. */
  lo = 0;
  hi = 0;
  /** The leaf that `findLeaf` found. */
  leafTable: SpaPage = 0;
  leafLevel = 0;
  leafIndex = 0;
  leafLg = 0;
  leafOa = 0;
  /** The empty block that it found instead. */
  holeLg = 12;

  constructor(
    config: DeviceAccessConfig,
    readonly parts: DeviceAccessParts,
    readonly rmp: InBoxRmp,
  ) {
    this.config = config;
    this.assume = config.rmp.assumptions;
    this.start(config);
  }

  reset(config: DeviceAccessConfig): void {
    this.rmp.reset(config.rmp);
    this.start(config);
  }

  step(op: DeviceAccessOp): DeviceOutcome {
    return executeDeviceAccessOp(this, op);
  }

  dma(device: number, pasid: number, t: 0 | 1, iova: IovaPage, write: boolean): boolean {
    return this.request(device, pasid, t, iova, 0, write);
  }

  /** A request at a byte offset of its page. */
  request(device: number, pasid: number, t: 0 | 1, iova: IovaPage, offset: number, write: boolean): boolean {
    this.device = device;
    this.pasid = pasid;
    this.t = t;
    this.iova = iova;
    this.offset = offset;
    this.write = write;
    this.clear();
    const isDone = this.parts.dma(this);
    const sdte = t === 1 ? (this.sdtes[device] ?? null) : null;
    this.fenced = sdte !== null && sdte.valid && this.isFenced(sdte.asid);
    return isDone;
  }

  attachHost(device: number, table: number): void {
    const { table: ioTable, root } = this.tables[table]!;
    const at = device * DTE_WORDS;
    this.dtes.fill(0, at, at + DTE_WORDS);
    this.dtes[at] = (loOf(root) | (ioTable.levels << 9) | 3) >>> 0;
    this.dtes[at + 1] = (hiOf(root) | (3 << 29)) >>> 0;
  }

  setDte(device: number, qwords: readonly [bigint, bigint, bigint, bigint]): void {
    const at = device * DTE_WORDS;
    qwords.forEach((qword, i) => {
      this.dtes[at + 2 * i] = Number(qword & 0xffff_ffffn);
      this.dtes[at + 2 * i + 1] = Number(qword >> 32n);
    });
  }

  setSdte(device: number, sdte: Sdte | null): void {
    this.sdtes[device] = sdte;
  }

  ioMap(table: number, iova: IovaPage, oa: number, lg: number, read: boolean, write: boolean, cBit: boolean): boolean {
    return this.parts.mapLeaf(this, this.tables[table]!, iova, oa, lg, read, write, cBit);
  }

  ioUnmap(table: number, iova: IovaPage): number {
    return this.parts.unmapLeaf(this, this.tables[table]!, iova);
  }

  get leafHasCBit(): boolean {
    const words = this.memory.read(this.leafTable);
    const lo = words[2 * this.leafIndex]!;
    const hi = words[2 * this.leafIndex + 1]!;
    return this.parts.addressField(this, lo, hi) !== (hi & 0xf_ffff) * 2 ** 20 + (lo >>> 12);
  }

  leafAt(table: number, iova: IovaPage): number {
    return this.parts.findLeaf(this, this.tables[table]!, iova) ? this.leafLg : 0;
  }

  invalidate(device: number, iova: IovaPage, pages: number): void {
    this.parts.iotlbInvalidate(this, device, iova, pages);
  }

  evict(device: number, pasid: number, t: 0 | 1, iova: IovaPage): boolean {
    return this.parts.iotlbEvict(this, device, pasid, t, iova);
  }

  psmashIo(base: SpaPage, table: number, iova: IovaPage): number {
    return this.parts.psmashIo(this, base, true, this.tables[table]!, iova);
  }

  isFenced(asid: number): boolean {
    return this.fences.has(asid);
  }

  clearFence(asid: number): void {
    this.parts.clearFence(this, asid);
  }

  /** Records an event: the address as page and byte offset. */
  raise(code: number, flags: number, page: number, offset: number): void {
    this.eventCode = code;
    this.eventFlags = flags;
    this.eventPage = page;
    this.eventOffset = offset;
  }

  /** Registers as before a request. */
  clear(): void {
    this.spa = -1;
    this.gpa = -1;
    this.reachLg = 0;
    this.hit = false;
    this.fenced = false;
    this.raise(0, 0, 0, 0);
  }

  /** Writes the encoded entry. */
  store(page: SpaPage, index: number): void {
    const words = this.memory.write(page);
    words[2 * index] = this.lo;
    words[2 * index + 1] = this.hi;
  }

  private start(config: DeviceAccessConfig): void {
    this.config = config;
    this.assume = config.rmp.assumptions;
    this.memory.reset();
    this.iotlb.reset();
    this.fences.clear();
    this.dtes = new Uint32Array(config.devices * DTE_WORDS);
    this.sdtes = new Array<Sdte | null>(config.devices).fill(null);
    this.tables = config.tables.map((table) => new TablePages(table));
    this.clear();
  }
}
