/** page-tables.md 5.3: the same input to three engines. Rows that name no format hold for both. */
import {
  EventKind,
  OpKind,
  rawU64,
  RunFlag,
  type Contract,
  type Format,
  type PageTableConfig,
} from '../../model/vocabulary';
import { eventsOf, runsOf, splitRecords } from '../../properties/page-table/observed/records';
import {
  iommuMap,
  iommuUnmap,
  mapPages,
  phys,
  RO,
  unmapPages,
  V1,
  V2,
  type GoldenStep,
} from '../../tests/golden/build';
import { InProcessSubject } from '../c/in-process';
import { isOwnTree, linuxSubjects } from './subjects';

const LOW = 0x1000n;
const K64 = 0x1_0000n;
const M2 = 0x20_0000n;
const M4 = 0x40_0000n;
const T = 1n << 40n;

interface Row {
  readonly row: string;
  readonly format?: Format;
  readonly contract: Contract;
  readonly steps: readonly GoldenStep[];
  /** Raw values of leaves that must be there at the end. */
  readonly leaves?: readonly bigint[];
  readonly smeBit?: number;
  /** Flushes of the last op. */
  readonly flushes?: number;
}

const row = (name: string, contract: Contract, steps: readonly GoldenStep[], rest: Partial<Row> = {}): Row => ({
  row: name,
  contract,
  steps,
  ...rest,
});
const OLD = 'io-pgtable';
const NEW = 'generic-pt';
const page = (iova: bigint, oa: bigint, ret = 0): GoldenStep => mapPages(iova, oa, 12, LOW, ret, ret === 0 ? LOW : 0n);
const leaf2M = mapPages(M2, M2, 21, M2, 0, M2);
const many = mapPages(M2, 0x1000n, 12, M2, 0, M2);

const ROWS: readonly Row[] = [
  row('1', OLD, [page(0x5000n, K64), page(0x5000n, K64)]),
  row('1', NEW, [page(0x5000n, K64), page(0x5000n, K64, -98)]),
  row('2', OLD, [
    page(0x5000n, K64),
    mapPages(0x5000n, 0x9_9000n, 12, LOW, 0, LOW, { prot: RO }),
    phys(0x5000n, 0x9_9000n),
  ]),
  row('2 v1', OLD, [page(0x5000n, K64), page(0x5000n, 0x9_9000n)], { format: 'amdv1', flushes: 0 }),
  row('2 v2', OLD, [page(0x5000n, K64), page(0x5000n, 0x9_9000n)], { format: 'amdv2', flushes: 1 }),
  row('3 v1', NEW, [page(0x1_4000n, 0x99_9000n), mapPages(K64, 0x10_0000n, 12, 0x8000n, -98, 0n)], { format: 'amdv1' }),
  row('3 v2', NEW, [page(0x1_4000n, 0x99_9000n), mapPages(K64, 0x10_0000n, 12, 0x8000n, -98, 0x4000n)], {
    format: 'amdv2',
  }),
  row('3', OLD, [
    page(0x1_4000n, 0x99_9000n),
    mapPages(K64, 0x10_0000n, 12, 0x8000n, 0, 0x8000n),
    phys(0x1_4000n, 0x10_4000n),
  ]),
  row('4', OLD, [leaf2M, page(M2 + 0x5000n, LOW), phys(M2 + 0x5000n, LOW), phys(M2, 0n)]),
  row('4', NEW, [leaf2M, page(M2 + 0x5000n, LOW, -98), phys(M2, M2)]),
  row('5', OLD, [mapPages(M4, M4, 22, M4, 0, M4), page(M4 + 0x5000n, LOW), phys(M4 + M2, 0n)], { format: 'amdv1' }),
  row('6', OLD, [mapPages(K64, K64, 16, K64, 0, K64), page(0x1_4000n, LOW), phys(0x1_5000n, 0x1_5000n)], {
    format: 'amdv1',
  }),
  row('6', NEW, [mapPages(K64, K64, 16, K64, 0, K64), page(0x1_4000n, LOW, -98)], { format: 'amdv1' }),
  row('8', OLD, [page(M2, LOW), leaf2M, phys(M2, M2)], { flushes: 0 }),
  row('8', NEW, [page(M2, LOW), mapPages(M2, M2, 21, M2, -98, 0n)]),
  row('10 v1', OLD, [mapPages(0n, 0n, 12, 0n, 0, 0n)], { format: 'amdv1' }),
  row('10 v2', OLD, [mapPages(0n, 0n, 12, 0n, -22, 0n)], { format: 'amdv2' }),
  row('10', NEW, [mapPages(0n, 0n, 12, 0n, -22, 0n)]),
  row('11', NEW, [page(1n, 0n, -6)]),
  row('11 v2', OLD, [page(0x1001n, 0x2001n), phys(0x1000n, 0x2000n)], { format: 'amdv2' }),
  row('13', OLD, [mapPages(0n, 0n, 39, T / 2n, 0, T / 2n)], {
    format: 'amdv1',
    smeBit: 51,
    leaves: [0x7008_0000_0000_0001n],
  }),
  row('13', NEW, [mapPages(0n, 0n, 39, T / 2n, 0, T / 2n, { topLevel: 2 })], { format: 'amdv1' }),
  row('14', OLD, [page(0n, 1n << 52n)], { format: 'amdv1', leaves: [0x7010_0000_0000_0001n] }),
  row('14 v2', OLD, [page(0n, 1n << 52n), phys(0n, 0n)], { format: 'amdv2', leaves: [0x67n] }),
  row('14', NEW, [page(0n, 1n << 52n, -34)]),
  row('16', OLD, [mapPages((1n << 64n) - LOW, K64, 12, 0x2000n, 0, 0x2000n), phys(0n, K64 + LOW)], { format: 'amdv1' }),
  row('16', NEW, [mapPages((1n << 64n) - LOW, K64, 12, 0x2000n, -75, 0n)]),
  row('17', OLD, [page(0x5000n, K64), unmapPages(0x6000n, 12, LOW, LOW)]),
  row('17', NEW, [page(0x5000n, K64), unmapPages(0x6000n, 12, LOW, 0n)]),
  row('18', OLD, [page(0x5000n, K64), unmapPages(0x4000n, 12, 0x3000n, 0x3000n), phys(0x5000n, 0n)]),
  row('18', NEW, [page(0x5000n, K64), unmapPages(0x4000n, 12, 0x3000n, 0n), phys(0x5000n, K64)]),
  row('19', OLD, [unmapPages(0x4000n, 12, LOW, 0n)]),
  row('20', OLD, [leaf2M, unmapPages(M2 + 0x5000n, 12, LOW, M2), phys(M2, 0n)]),
  row('20', NEW, [leaf2M, unmapPages(M2 + 0x5000n, 12, LOW, 0n), phys(M2, M2)]),
  row('21', OLD, [leaf2M, unmapPages(M2, 12, LOW, M2)]),
  row('21', NEW, [leaf2M, unmapPages(M2, 12, LOW, M2)]),
  row('22', OLD, [leaf2M, mapPages(M4, M4, 21, M2, 0, M2), unmapPages(M2, 12, 0x30_0000n, M4)]),
  row('22', NEW, [leaf2M, mapPages(M4, M4, 21, M2, 0, M2), unmapPages(M2, 12, 0x30_0000n, M4)]),
  row('23 v1', OLD, [many, unmapPages(M2, 21, M2, M2, { liveTables: 3 })], { format: 'amdv1' }),
  row(
    '23 v1',
    NEW,
    [many, unmapPages(M2, 21, M2, M2, { liveTables: 3, gather: { start: M2, end: M4 - 1n, tables: 1 } })],
    {
      format: 'amdv1',
    },
  ),
  row('24', OLD, [page(0x5000n, K64), unmapPages(0x5800n, 12, LOW, LOW), phys(0x5000n, 0n)]),
  row('24', NEW, [page(0x5000n, K64), unmapPages(0x5800n, 12, LOW, 0n), phys(0x5000n, K64)]),
  row('25', OLD, [phys(1n << 39n, 0n)], { format: 'amdv1' }),
  row('25', NEW, [phys(1n << 39n, 0n)], { format: 'amdv1' }),
  row('26', OLD, [page(0n, LOW), page(1n << 48n, 0x2000n), phys(0n, 0x2000n)], { format: 'amdv2', flushes: 0 }),
  row('26', NEW, [page(1n << 47n, LOW, -34)], { format: 'amdv2' }),
  row('27', OLD, [mapPages(LOW, LOW, 12, LOW, 0, LOW, { prot: RO })], { format: 'amdv2', leaves: [0x1065n] }),
  row('27', NEW, [mapPages(LOW, LOW, 12, LOW, 0, LOW, { prot: RO })], { format: 'amdv2', leaves: [0x1025n] }),
  row('28', OLD, [iommuMap(0n, 0n, 0n, 0)]),
  row('28', NEW, [iommuMap(0n, 0n, 0n, -22)]),
  row('29', OLD, [page(LOW, LOW), page(0x3000n, LOW), iommuUnmap(LOW, 0x3000n, 0x3000n)]),
  row('29', NEW, [page(LOW, LOW), page(0x3000n, LOW), iommuUnmap(LOW, 0x3000n, LOW), phys(0x3000n, LOW)]),
  row('30', OLD, [page(LOW, LOW), iommuMap(0n, K64, 0x4000n, 0), phys(LOW, K64 + LOW)]),
  row('30', NEW, [page(LOW, LOW), iommuMap(0n, K64, 0x4000n, -98), phys(LOW, LOW), phys(0n, 0n)]),
  row('31', OLD, [page(LOW, LOW), iommuUnmap(LOW, 0x800n, 0n)]),
  row('31', NEW, [page(LOW, LOW), iommuUnmap(LOW, 0x800n, LOW)]),
  row('32', OLD, [mapPages(0n, 0n, 12, LOW, -22, 0n, { prot: 4 })]),
  row('32', NEW, [mapPages(0n, 0n, 12, LOW, -22, 0n, { prot: 4 })]),
  row('33', OLD, [mapPages(0n, 0xfe00_0000n, 12, LOW, 0, LOW, { prot: 0x13 })], {
    format: 'amdv1',
    smeBit: 47,
    leaves: [0x7000_8000_fe00_0001n],
  }),
  row('33', NEW, [mapPages(0n, 0xfe00_0000n, 12, LOW, 0, LOW, { prot: 0x13 })], {
    format: 'amdv1',
    smeBit: 47,
    leaves: [0x7000_0000_fe00_0001n],
  }),
];

const configOf = (format: Format, contract: Contract, smeBit: number | null): PageTableConfig => ({
  ...(format === 'amdv1' ? V1 : V2),
  contract,
  smeBit,
});

const built = linuxSubjects().built.filter(({ name }) => !isOwnTree(name));

test('every built subject has rows', () => {
  for (const { contract } of built) expect(ROWS.some((r) => r.contract === contract)).toBe(true);
});

for (const { name, path, format, contract } of built) {
  const rows = ROWS.filter((r) => r.contract === contract && (r.format ?? format) === format);
  describe(`${name} on page-tables.md 5.3`, () => {
    const subject = new InProcessSubject(path);

    test.each(rows.map((r) => [r.row, r] as const))('row %s', (_name, { steps, leaves, smeBit, flushes }) => {
      const config = configOf(format, contract, smeBit ?? null);
      const ops = steps.map((s) => s.op);
      const { words, casualty } = subject.run({ machine: 'page-table', config, ops }, RunFlag.treeEnd | RunFlag.edges);
      expect(casualty).toBeNull();
      const records = splitRecords(words);
      steps.forEach(({ op, ret, value, topLevel, liveTables }, i) => {
        const at = records[i]!.at;
        expect([i, words[at + 1]! | 0]).toEqual([i, ret]);
        if (op.kind !== OpKind.sync) expect([i, rawU64(words[at + 2]!, words[at + 3]!)]).toEqual([i, value]);
        if (topLevel !== undefined) expect(words[at + 5]).toBe(topLevel);
        if (liveTables !== undefined) expect(words[at + 6]).toBe(liveTables);
      });
      const raws = runsOf(words, records.at(-1)!.at).map((r) => rawU64(r.lo, r.hi));
      for (const raw of leaves ?? []) expect(raws).toContain(raw);
      const last = eventsOf(words, records[steps.length - 1]!.at);
      if (flushes !== undefined) expect(last.filter((e) => e.kind === EventKind.flush)).toHaveLength(flushes);
    });
  });
}
