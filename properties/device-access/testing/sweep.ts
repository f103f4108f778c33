/**
 * Every cell of the IO decision table: what a request gives, for all leaf sizes, sizes of the guest's leaf, states of the
 * 2M region, T, direction and targets. rmp.md 4.4.
 */
import type { DeviceAccessConfig, IoTable } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../../model/vocabulary/device-access/op';
import type { DeviceOutcome, DmaOutcome } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import type { Machine } from '../../../model/vocabulary/plain';
import { assumeRmp, type RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import { RmpSize } from '../../../model/vocabulary/rmp/entry';

export type Start = (config: DeviceAccessConfig) => Machine<DeviceAccessOp, DeviceOutcome, DeviceAccessView>;

/** 2G-aligned, so that leaves up to 2G begin at the region. */
const COVERED = 0x80000;
/** The first page beyond coverage. */
const UNCOVERED = 0x100000;
const GPA = 0x100000;
const IOVA = 0x200000;
const ASID = 5;

/** What the 2M region is, for a target page of it. */
export interface Pattern {
  readonly name: string;
  readonly base: number;
  /** Presets of the region, given the target. */
  readonly presets: (target: number) => readonly RmpPreset[];
  /** What the documents call it. */
  readonly target: 'shared' | 'assigned';
  readonly region: 'all shared' | 'mixed' | 'assigned';
  /** The target's entry is the guest's, accepted, at its GPA, and of this size; null: something is wrong with it. */
  readonly guests: RmpSize | null;
}

const gpaFor = (spa: number): number => GPA + spa - COVERED;

const preset = (
  spa: number,
  pages: number,
  state: RmpPreset['state'],
  size: RmpSize,
  asid: number,
  gpa = gpaFor(spa),
): RmpPreset => ({ spa, pages, state, size, asid, gpa: asid === 0 ? 0 : gpa });

const region = (state: RmpPreset['state'], size: RmpSize, asid = ASID, gpa = GPA): (() => readonly RmpPreset[]) => {
  return () => [preset(COVERED, 512, state, size, asid, gpa)];
};

const { size4K, size2M } = RmpSize;
const AT = { base: COVERED } as const;
const SHARED = { ...AT, target: 'shared', region: 'all shared', guests: null } as const;
const MIXED = { ...AT, target: 'shared', region: 'mixed', guests: null } as const;
const ASSIGNED = { ...AT, target: 'assigned', region: 'assigned', guests: null } as const;

export const PATTERNS: readonly Pattern[] = [
  { ...SHARED, name: 'all shared', presets: () => [] },
  { ...SHARED, name: 'next 2M assigned', presets: () => [preset(COVERED + 512, 512, 'Guest-Valid', size2M, ASID)] },
  { ...SHARED, name: 'HV-Fixed', presets: region('HV-Fixed', size4K, 0) },
  { ...SHARED, name: 'not covered', base: UNCOVERED, presets: () => [] },
  { ...MIXED, name: 'another page a guest’s', presets: (t) => [preset(t ^ 1, 1, 'Guest-Valid', size4K, ASID)] },
  { ...MIXED, name: 'another page the firmware’s', presets: (t) => [preset(t ^ 3, 1, 'Firmware', size4K, 0)] },
  {
    ...ASSIGNED,
    name: 'target alone a guest’s',
    presets: (t) => [preset(t, 1, 'Guest-Valid', size4K, ASID)],
    guests: size4K,
  },
  { ...ASSIGNED, name: 'accepted 2M', presets: region('Guest-Valid', size2M), guests: size2M },
  { ...ASSIGNED, name: 'accepted 4K', presets: region('Guest-Valid', size4K), guests: size4K },
  { ...ASSIGNED, name: 'not accepted 2M', presets: region('Guest-Invalid', size2M) },
  { ...ASSIGNED, name: 'not accepted 4K', presets: region('Guest-Invalid', size4K) },
  { ...ASSIGNED, name: 'immutable 2M', presets: region('Pre-Swap', size2M) },
  { ...ASSIGNED, name: 'immutable 4K', presets: region('Pre-Guest', size4K) },
  { ...ASSIGNED, name: 'of another guest 2M', presets: region('Guest-Valid', size2M, 7) },
  { ...ASSIGNED, name: 'of another guest 4K', presets: region('Guest-Valid', size4K, 7) },
  { ...ASSIGNED, name: 'at another GPA 2M', presets: region('Guest-Valid', size2M, ASID, GPA + 512) },
  { ...ASSIGNED, name: 'at another GPA 4K', presets: region('Guest-Valid', size4K, ASID, GPA + 512) },
  { ...ASSIGNED, name: 'reclaimed', presets: region('Reclaim', size4K, 0) },
];

/** What is swept besides patterns, T and directions. */
export interface SweepSize {
  /** Pages of the region that requests are for. */
  readonly targets: readonly number[];
  /** log2 sizes of the host's leaf. */
  readonly leaves: readonly number[];
  /** log2 sizes of the guest's leaf; null: no guest table. */
  readonly s1Leaves: readonly (number | null)[];
}
/** Every size of v1 up to 2G, and of v2; the ends of the region and a page inside. */
export const WHOLE: SweepSize = {
  targets: [0, 6, 511],
  leaves: Array.from({ length: 20 }, (_, i) => 12 + i),
  s1Leaves: [null, 12, 21, 30],
};

/** Cells of one pattern under one set of assumptions: with a host table, then without. */
export const cellsOf = ({ targets, leaves, s1Leaves }: SweepSize): number =>
  targets.length * (leaves.length * s1Leaves.length * 2 * 2 + s1Leaves.length * 2);

/** One cell: what was asked. `leaf` null: Mode = 0. */
export interface Cell {
  readonly pattern: Pattern;
  readonly leaf: number | null;
  readonly s1: number | null;
  readonly t: 0 | 1;
  readonly write: boolean;
}

const SHARED_TABLES = 0x30000;
const PRIVATE_TABLES = 0x30200;
const TABLES_GPA = 0x40000;
/** Each leaf of the guest that takes the place of a larger one takes new pages; together with one more they fill 2^19 bytes. */
const TABLE_PAGES = 127;
const TABLES_LG = 19;
const Table = { host: 0, secure: 1, s1: 2, gcr3: 3, secureS1: 4, bareS1: 5, bareGcr3: 6 } as const;
const TABLES: readonly IoTable[] = [
  { format: 'amdv1', levels: 4, address: 0x20000, spa: 0x20000, pages: 64 },
  { format: 'amdv1', levels: 4, address: 0x20100, spa: 0x20100, pages: 64 },
  { format: 'amdv2', levels: 4, address: SHARED_TABLES + TABLES_GPA, spa: SHARED_TABLES, pages: TABLE_PAGES },
  {
    format: 'gcr3',
    levels: 1,
    address: SHARED_TABLES + TABLES_GPA + TABLE_PAGES,
    spa: SHARED_TABLES + TABLE_PAGES,
    pages: 1,
  },
  { format: 'amdv2', levels: 4, address: PRIVATE_TABLES + TABLES_GPA, spa: PRIVATE_TABLES, pages: TABLE_PAGES },
  { format: 'amdv2', levels: 4, address: 0x20200, spa: 0x20200, pages: TABLE_PAGES },
  { format: 'gcr3', levels: 1, address: 0x20300, spa: 0x20300, pages: 1 },
];
/** Devices: host table only; GCR3 over it; GCR3 alone; nothing at all. */
const Device = { host: 0, nested: 1, bareS1: 2, passthrough: 3 } as const;

function configOf(pattern: Pattern, target: number, assumptions: RmpAssumptions): DeviceAccessConfig {
  const own = pattern.presets(pattern.base + target);
  const guestTables = preset(PRIVATE_TABLES, TABLE_PAGES + 1, 'Guest-Valid', size4K, ASID, PRIVATE_TABLES + TABLES_GPA);
  return {
    rmp: {
      coverage: { kind: 'flat', base: 0x10_0000, end: 0x110_3fff },
      cpuSnpEnabled: true,
      iommuSnpEnabled: true,
      vmpls: 4,
      maxAsid: 1006,
      cBit: 51,
      x86Shutdown: false,
      mmio: [],
      iommuPages: [],
      preset: [guestTables, ...own],
      assumptions,
    },
    tables: TABLES,
    devices: 4,
  };
}

const V_TV_IR_IW = 3n | (3n << 61n);
const GV_GIOV = (1n << 55n) | (1n << 54n);
const gcr3Bits = (page: number): readonly [bigint, bigint] => [
  BigInt(page & 7) << 58n,
  (BigInt((page >> 3) & 0xffff) << 16n) | (BigInt(Math.floor(page / 2 ** 19)) << 43n),
];

/** Device entries and the guests' tables. */
function* prologue(): Generator<DeviceAccessOp> {
  const root = (4n << 9n) | (0x20000n << 12n);
  const [nested0, nested1] = gcr3Bits(TABLES[Table.gcr3]!.address);
  const [bare0, bare1] = gcr3Bits(TABLES[Table.bareGcr3]!.address);
  yield { op: 'setDte', device: Device.host, qwords: [V_TV_IR_IW | root, 0n, 0n, 0n] };
  yield { op: 'setDte', device: Device.nested, qwords: [V_TV_IR_IW | root | GV_GIOV | nested0, nested1, 0n, 0n] };
  yield { op: 'setDte', device: Device.bareS1, qwords: [V_TV_IR_IW | GV_GIOV | bare0, bare1, 0n, 0n] };
  yield { op: 'setDte', device: Device.passthrough, qwords: [V_TV_IR_IW, 0n, 0n, 0n] };
  const sdte = { valid: true, mode: 4, hostRoot: 0x20100, s1Levels: 4, asid: ASID, vmpl: 0, vtom: null };
  yield { op: 'setSdte', device: Device.host, sdte: { ...sdte, s1Root: null } };
  yield { op: 'setSdte', device: Device.nested, sdte: { ...sdte, s1Root: TABLES[Table.secureS1]!.address } };
  yield { op: 'gcr3', table: Table.gcr3, pasid: 0, s1: Table.s1 };
  yield { op: 'gcr3', table: Table.bareGcr3, pasid: 0, s1: Table.bareS1 };
  yield map(Table.host, SHARED_TABLES + TABLES_GPA, SHARED_TABLES, TABLES_LG);
  yield map(Table.secure, PRIVATE_TABLES + TABLES_GPA, PRIVATE_TABLES, TABLES_LG);
}

const map = (table: number, iova: number, oa: number, lg: number): DeviceAccessOp => ({
  op: 'ioMap',
  table,
  iova,
  oa,
  lg,
  read: true,
  write: true,
  cBit: false,
});

const alignDown = (page: number, lg: number): number => Math.floor(page / 2 ** (lg - 12)) * 2 ** (lg - 12);

/** The cells of one pattern under one set of assumptions, with what each machine answers, in order. */
export function* sweep(
  pattern: Pattern,
  choices: Partial<RmpAssumptions>,
  starts: readonly Start[],
  { targets, leaves, s1Leaves }: SweepSize,
): Generator<{ readonly cell: Cell; readonly answers: readonly DmaOutcome[] }> {
  const assumptions = assumeRmp(choices);
  for (const into of targets) {
    const machines = starts.map((start) => start(configOf(pattern, into, assumptions)));
    const run = (op: DeviceAccessOp): readonly DeviceOutcome[] => machines.map((machine) => machine.step(op));
    for (const op of prologue()) run(op);
    const target = pattern.base + into;
    const gpa = GPA + into;
    const answer = (device: number, t: 0 | 1, iova: number, write: boolean): readonly DmaOutcome[] => {
      run({ op: 'invalidate', device: null, iova: 0, pages: 0 });
      const outcomes = run({ op: 'dma', device, pasid: null, t, iova, offset: 0, write });
      if (outcomes.some(({ dma }) => dma!.fenced)) run({ op: 'clearFence', asid: ASID });
      return outcomes.map(({ dma }) => dma!);
    };
    for (const leaf of leaves) {
      for (const table of [Table.host, Table.secure])
        run(map(table, alignDown(gpa, leaf), alignDown(target, leaf), leaf));
      for (const s1 of s1Leaves) {
        if (s1 !== null)
          for (const table of [Table.s1, Table.secureS1])
            run(map(table, alignDown(IOVA + into, s1), alignDown(gpa, s1), s1));
        const device = s1 === null ? Device.host : Device.nested;
        const iova = s1 === null ? gpa : IOVA + into;
        for (const t of [0, 1] as const)
          for (const write of [false, true])
            yield { cell: { pattern, leaf, s1, t, write }, answers: answer(device, t, iova, write) };
      }
    }
    for (const s1 of s1Leaves) {
      if (s1 !== null) run(map(Table.bareS1, alignDown(IOVA + into, s1), alignDown(target, s1), s1));
      const [device, iova] = s1 === null ? [Device.passthrough, target] : [Device.bareS1, IOVA + into];
      for (const write of [false, true])
        yield { cell: { pattern, leaf: null, s1, t: 0, write }, answers: answer(device, 0, iova, write) };
    }
  }
}
