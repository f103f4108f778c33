import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import type { RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import type { RmpPreset } from '../../model/vocabulary/rmp/config';
import { pagesOf } from '../../model/vocabulary/units';
import { liesInGuest, type Layout, type PlacedTable } from './layout';
import type { Scenario } from './schema';

/** Of an RMP that covers memory from 0 on: base, and the bytes before the first entry. rmp.md 1.5. */
const RMP_BASE = 0x10_0000;
const RMP_BOOKKEEPING = 0x4000;

type Device = Scenario['devices'][string];

/** The machine's configuration for `scenario` under `assumptions`. */
export function configOf(scenario: Scenario, layout: Layout, assumptions: RmpAssumptions): DeviceAccessConfig {
  const { host, memory, devices } = scenario;
  const covered = pagesOf(host.covered);
  const preset = memory.map(({ at, size, entry, state, asid, gpa }): RmpPreset => {
    const entryPages = entry === '2M' ? 512 : 1;
    const pages = size === undefined ? entryPages : Math.max(entryPages, pagesOf(size));
    return { spa: at, pages, state, size: entry === '2M' ? 1 : 0, asid, gpa };
  });
  return {
    rmp: {
      coverage: { kind: 'flat', base: RMP_BASE, end: RMP_BASE + RMP_BOOKKEEPING + covered * 16 - 1 },
      cpuSnpEnabled: host.snp !== false,
      iommuSnpEnabled: host.snp === true,
      vmpls: 4,
      maxAsid: 1000,
      cBit: host.cbit,
      x86Shutdown: false,
      mmio: host.mmio.map(({ at, size }) => ({ spa: at, pages: pagesOf(size) })),
      iommuPages: [],
      preset: [
        ...(host.snp === true ? host.mmio.flatMap(hvFixed(covered)) : []),
        ...preset,
        ...guestTablePages(scenario, layout),
      ],
      assumptions,
    },
    tables: layout.tables,
    devices: Object.keys(devices).length,
  };
}

/** MMIO inside coverage is what SNP_INIT of published firmware makes it. rmp.md 1.5. */
const hvFixed =
  (covered: number) =>
  ({ at, size }: Scenario['host']['mmio'][number]): RmpPreset[] =>
    at + pagesOf(size) > covered
      ? []
      : [{ spa: at, pages: pagesOf(size), state: 'HV-Fixed', size: 0, asid: 0, gpa: 0 }];

/** Tables of a trusted device's guest lie in its private memory. */
function guestTablePages({ devices }: Scenario, layout: Layout): RmpPreset[] {
  return Object.values(devices).flatMap(({ trusted, asid, stage1 }) => {
    if (!trusted || stage1 === undefined) return [];
    const table = layout.table(stage1);
    if (!liesInGuest(table)) return [];
    return [{ spa: table.spa, pages: table.pages, state: 'Guest-Valid', size: 0, asid, gpa: table.address } as const];
  });
}

/** Ops before the first step: device entries, and what leads a nested walk to the guest's tables. */
export function setUpOps({ devices }: Scenario, layout: Layout): DeviceAccessOp[] {
  return Object.entries(devices).flatMap(([name, device], number) => [
    ...(device.stage2 === undefined || device.stage1 === undefined
      ? []
      : leavesFor(layout.table(device.stage2), layout.table(device.stage1))),
    ...(device.trusted ? [sdteOf(device, number, layout)] : dteOps(name, device, number, layout)),
  ]);
}

/** Second-stage leaves, 4K each, for a table that the guest calls by guest pages. */
const leavesFor = (stage2: PlacedTable, table: PlacedTable): DeviceAccessOp[] =>
  Array.from({ length: table.pages }, (_, i) => ({
    op: 'ioMap',
    table: stage2.number,
    iova: table.address + i,
    oa: table.spa + i,
    lg: 12,
    read: true,
    write: true,
    cBit: false,
  }));

function sdteOf({ asid, vmpl, vtom, stage1, stage2 }: Device, device: number, layout: Layout): DeviceAccessOp {
  const s1 = stage1 === undefined ? null : layout.table(stage1);
  const s2 = stage2 === undefined ? null : layout.table(stage2);
  return {
    op: 'setSdte',
    device,
    sdte: {
      valid: true,
      mode: s2?.levels ?? 0,
      hostRoot: s2?.spa ?? 0,
      s1Root: s1?.address ?? null,
      s1Levels: s1?.levels ?? 4,
      asid,
      vmpl,
      vtom: vtom ?? null,
    },
  };
}

function dteOps(name: string, { stage1, stage2 }: Device, device: number, layout: Layout): DeviceAccessOp[] {
  const s2 = stage2 === undefined ? null : layout.table(stage2);
  const host: DteFields = { mode: s2?.levels ?? 0, root: s2?.spa ?? 0, gcr3: null, guestLevels: 4 };
  if (stage1 === undefined) return [{ op: 'setDte', device, qwords: dte(host) }];
  const s1 = layout.table(stage1);
  const gcr3 = layout.gcr3Of(name);
  return [
    ...(s2 === null ? [] : leavesFor(s2, gcr3)),
    { op: 'gcr3', table: gcr3.number, pasid: 0, s1: s1.number },
    { op: 'setDte', device, qwords: dte({ ...host, gcr3: gcr3.address, guestLevels: s1.levels }) },
  ];
}

interface DteFields {
  readonly mode: number;
  readonly root: number;
  /** Page of the GCR3 table (one level), or null. */
  readonly gcr3: number | null;
  readonly guestLevels: number;
}

/** The four qwords of a DTE: V, TV, IR and IW set, requests without PASID use PASID 0. rmp.md 4.9. */
function dte({ mode, root, gcr3, guestLevels }: DteFields): readonly [bigint, bigint, bigint, bigint] {
  const field = (value: number, shift: number): bigint => BigInt(value) << BigInt(shift);
  const q0 = field(1, 0) | field(1, 1) | field(mode, 9) | field(root, 12) | field(1, 61) | field(1, 62);
  if (gcr3 === null) return [q0, 0n, 0n, 0n];
  // The root of the GCR3 table in three pieces: address bits 14:12, 30:15 and 51:31.
  const low = gcr3 & 7;
  const middle = Math.floor(gcr3 / 2 ** 3) & 0xffff;
  const high = Math.floor(gcr3 / 2 ** 19);
  return [
    q0 | field(1, 54) | field(1, 55) | field(low, 58),
    field(middle, 16) | field(high, 43),
    field(guestLevels - 4, 54),
    0n,
  ];
}
