import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DmaOp, Sdte } from '../../model/vocabulary/device-access/op';
import type { IotlbEntry } from '../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import type { RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import { pagesOf } from '../../model/vocabulary/units';
import { LG_4K, granuleOf, isShared, type Target } from './check';
import { deviceEntry, type DeviceEntry } from './device-table';
import { passes, type Reached, type Reading } from './target';
import { walkGcr3, walkV1, walkV2, type Leaf } from './walk';

const OPEN: Reading = { kind: 'open' };
const ILLEGAL: Reading = { kind: 'illegal' };
const FENCED: Reading = { kind: 'fenced' };
const IO_FAULT: Reading = { kind: 'io-fault' };

/** What led to a target. */
type Leaves = Pick<Reached, 'hit' | 's1Lg' | 's2Lg' | 'leafLg'>;
const NO_LEAVES: Leaves = { hit: null, s1Lg: null, s2Lg: null, leafLg: null };

/** One request being read. Walks stop at the first thing that ends the request, and leave it in `end`. */
class Request {
  end: Reading | null = null;
  readonly entry: DeviceEntry | null;
  readonly sdte: Sdte | null;
  readonly assume: RmpAssumptions;
  private readonly word: (spa: number, index: number) => bigint;

  constructor(
    readonly config: DeviceAccessConfig,
    readonly view: DeviceAccessView,
    readonly op: DmaOp,
  ) {
    this.assume = config.rmp.assumptions;
    this.entry = deviceEntry(config, view, op);
    this.sdte = view.sdte(op.device);
    this.word = (spa, index) => view.word(spa, index);
  }

  /** Walks the host table; checks each page of it where the switch asks for that. */
  walkHost(gpa: number): Leaf | null {
    const { rmp } = this.view;
    const { root, mode } = this.entry!;
    return walkV1(this.word, root, mode, gpa, this.config.rmp.cBit, (table) => {
      if (!this.assume.IOMMU_PT_READ_CHECKED) return;
      if (!isShared(rmp, table)) this.end ??= rmp.iommuSnpEnabled ? { kind: 'hw-error', spa: table } : OPEN;
    });
  }

  /** System page of a table page of the first stage, or null with the reason in `end`. */
  private fetch(table: number): number | null {
    if (this.end !== null) return null;
    if (this.entry!.mode === 0) return this.fetchBySpa(table);
    const leaf = this.walkHost(table);
    if (leaf === null || !leaf.read) this.end ??= IO_FAULT;
    else if (leaf.odd || !this.entry!.read) this.end ??= OPEN;
    if (this.end !== null) return null;
    const target = { spa: leaf!.page, gpa: table, granuleLg: granuleOf(leaf!.lg, this.assume), write: false };
    if (
      this.assume.IOMMU_S1_FETCH === 's2_checked' &&
      !passes(this.view, this.config, this.sdte, this.reach(target, NO_LEAVES))
    )
      this.end = { kind: 'fetch-fault', gpa: table };
    return this.end === null ? leaf!.page : null;
  }

  /** Mode = 0: table addresses are SPAs. What T=1 compares their GPA with is not said. */
  private fetchBySpa(table: number): number | null {
    if (this.assume.IOMMU_S1_FETCH === 's2_unchecked' || !this.view.rmp.iommuSnpEnabled) return table;
    if (this.op.t === 1) this.end = OPEN;
    else if (this.assume.T0_READ_CHECKED && !isShared(this.view.rmp, table))
      this.end = { kind: 'fetch-fault', gpa: table };
    return this.end === null ? table : null;
  }

  walkFirst(): Leaf | null {
    const { s1 } = this.entry!;
    const fetch = (table: number): number | null => this.fetch(table);
    const root = s1!.kind === 'root' ? s1!.root : walkGcr3(this.word, s1!.root, s1!.levels, s1!.pasid, fetch);
    const leaf = root === null ? null : walkV2(this.word, root, s1!.s1Levels, this.op.iova, fetch);
    if (leaf === null) this.end ??= IO_FAULT;
    return leaf;
  }

  /** Adds to a target which check it gets. */
  reach({ spa, gpa, granuleLg, write }: Target, leaves: Leaves, anySize = false): Reached {
    const check = this.checkOf(gpa, write, leaves.hit);
    const { hit, s1Lg, s2Lg, leafLg } = leaves;
    return { spa, gpa, granuleLg, write, hit, s1Lg, s2Lg, leafLg, check, anySize };
  }

  private checkOf(gpa: number, write: boolean, hit: IotlbEntry | null): Reached['check'] {
    const { assume, op, sdte } = this;
    if (!this.view.rmp.iommuSnpEnabled || (hit !== null && assume.IOTLB_STALE_GRANTS)) return 'none';
    const vtom = sdte?.vtom ?? null;
    if (op.t === 1 && !(assume.T1_VTOM_SPLITS && vtom !== null && gpa >= vtom)) return 'private';
    return write || assume.T0_READ_CHECKED ? 'shared' : 'none';
  }
}

/** Reads one request in the state before it. */
export function readRequest(config: DeviceAccessConfig, view: DeviceAccessView, op: DmaOp): Reading {
  const r = new Request(config, view, op);
  const { entry } = r;
  if (entry === null) return OPEN;
  if (r.sdte !== null && view.fenced(r.sdte.asid)) return op.t === 1 ? FENCED : OPEN;
  const atSpa = entry.mode === 0 && view.rmp.cpuSnpEnabled;
  if (atSpa && isIllegal(entry, r.assume)) return entry.blocked ? OPEN : ILLEGAL;
  if (entry.blocked || !(op.write ? entry.write : entry.read)) return IO_FAULT;
  const hits = view.iotlb().filter((x) => serves(x, op));
  if (hits.length > 1) return OPEN;
  return hits.length === 1 ? readHit(r, hits[0]!) : readTables(r, entry);
}

/** True if the cached translation serves the request. */
export const serves = (x: IotlbEntry, op: DmaOp): boolean =>
  x.device === op.device &&
  x.t === op.t &&
  x.pasid === op.pasid &&
  op.iova >= x.iova &&
  op.iova < x.iova + pagesOf(x.reachLg);

const isIllegal = (entry: DeviceEntry, assume: RmpAssumptions): boolean =>
  entry.s1 === null ? assume.DTE_MODE0_ILLEGAL : assume.S1_ONLY_ON_SNP === 'illegal_config';

function readHit(r: Request, hit: IotlbEntry): Reading {
  const { op, assume } = r;
  if (!(op.write ? hit.write : hit.read)) return IO_FAULT;
  const into = op.iova - hit.iova;
  const target = { spa: hit.spa + into, gpa: hit.gpa + into, granuleLg: hit.granuleLg, write: op.write };
  const anySize = isFixedUp(r, assume);
  return { kind: 'reached', target: r.reach(target, { ...NO_LEAVES, hit }, anySize) };
}

const isFixedUp = ({ entry, view }: Request, assume: RmpAssumptions): boolean =>
  entry!.mode === 0 && entry!.s1 !== null && view.rmp.cpuSnpEnabled && assume.S1_ONLY_ON_SNP === 'fixed_up';

function readTables(r: Request, entry: DeviceEntry): Reading {
  const { op, assume } = r;
  const s1 = entry.s1 === null ? null : r.walkFirst();
  if (r.end !== null) return r.end;
  const gpa = s1 === null ? op.iova : s1.page;
  const host = entry.mode === 0 ? null : r.walkHost(gpa);
  if (r.end !== null) return r.end;
  if (entry.mode !== 0 && host === null) return IO_FAULT;
  if (s1?.odd === true || host?.odd === true) return OPEN;
  const allowed = op.write ? (s1?.write ?? true) && (host?.write ?? true) : (host?.read ?? true);
  if (!allowed) return IO_FAULT;
  const fixedUp = isFixedUp(r, assume);
  const leafLg = fixedUp ? LG_4K : decidingLg(s1?.lg ?? null, host?.lg ?? null, assume);
  const target = { spa: host?.page ?? gpa, gpa, granuleLg: granuleOf(leafLg, assume), write: op.write };
  const leaves = { hit: null, s1Lg: s1?.lg ?? null, s2Lg: host?.lg ?? null, leafLg };
  return { kind: 'reached', target: r.reach(target, leaves, fixedUp) };
}

/** log2 of the leaf whose size the RMP check goes by (NESTED_CHECK_SIZE); without a table it is 4K. */
function decidingLg(s1Lg: number | null, s2Lg: number | null, assume: RmpAssumptions): number {
  if (s1Lg === null || s2Lg === null) return s1Lg ?? s2Lg ?? LG_4K;
  if (assume.NESTED_CHECK_SIZE === 's2') return s2Lg;
  return assume.NESTED_CHECK_SIZE === 's1' ? s1Lg : Math.min(s1Lg, s2Lg);
}
