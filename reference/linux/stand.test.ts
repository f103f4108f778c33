/** What the stand makes of kernel code that calls BUG, faults or does not return; and that traces do not affect each other. */
import {
  fromU64,
  makeOp,
  OpFlag,
  OpKind,
  RunFlag,
  Status,
  Word,
  type Op,
  type PageTableConfig,
} from '../../model/vocabulary';
import { splitRecords } from '../../properties/page-table/observed/records';
import { budget, iommuMap, map, mapPages, phys, unmap, V1, V2 } from '../../tests/golden/build';
import { InProcessSubject } from '../c/in-process';
import { isOwnTree, linuxSubjects } from './subjects';

const LOW = 0x1000n;
const FLAGS = RunFlag.windows | RunFlag.edges | RunFlag.treeEnd;
const built = linuxSubjects().built.filter(({ name }) => !isOwnTree(name));
const configOf = ({ format, contract }: (typeof built)[number]): PageTableConfig => ({
  ...(format === 'amdv1' ? V1 : V2),
  contract,
});

function statusesOf(subject: InProcessSubject, config: PageTableConfig, ops: readonly Op[]): number[] {
  const { words, casualty } = subject.run({ machine: 'page-table', config, ops }, FLAGS);
  expect(casualty).toBeNull();
  return splitRecords(words).map(({ at }) => words[at + Word.status]!);
}

test('the provider answers for every usual subject', () => {
  const { missing } = linuxSubjects();
  expect(built.length + missing.length).toBeGreaterThanOrEqual(4);
});

for (const linux of built) {
  describe(linux.name, () => {
    const subject = new InProcessSubject(linux.path);
    const config = configOf(linux);
    const isGeneric = linux.contract === 'generic-pt';
    const isV1 = linux.format === 'amdv1';
    const survives = (): void => {
      const ops = [mapPages(LOW, LOW, 12, LOW, 0, LOW).op, phys(LOW, LOW).op];
      expect(statusesOf(subject, config, ops)).toEqual([0, 0, 0]);
    };

    test('a trace leaves nothing behind for the next', () => {
      const ops = [mapPages(LOW, LOW, 12, LOW, 0, LOW).op, budget(0).op, mapPages(1n << 30n, LOW, 12, LOW, -12, 0n).op];
      const first = subject.run({ machine: 'page-table', config, ops }, FLAGS).words.slice();
      const second = subject.run({ machine: 'page-table', config, ops }, FLAGS).words;
      expect(second).toEqual(first);
    });

    test('the handshake names the kernel', () => {
      expect(subject.capabilities).toMatchObject({
        name: linux.name,
        version: linux.kernel,
        contracts: [linux.contract],
      });
    });

    if (!isGeneric && isV1) {
      test('BUG ends the trace with an end record, and the next trace is whole', () => {
        const ops = [mapPages(LOW, LOW, 12, LOW, 0, LOW).op, mapPages(1n, 0n, 12, LOW, 0, 0n).op, phys(0n, 0n).op];
        expect(statusesOf(subject, config, ops)).toEqual([0, Status.bug, 0]);
        survives();
      });

      test('an op that does not return is a hang', () => {
        const beyond = { iova: fromU64(1n << 39n).page, len: fromU64(1n << 60n).page };
        expect(statusesOf(subject, config, [makeOp(OpKind.readAndClearDirty, beyond)])).toEqual([Status.hang, 0]);
        survives();
      });
    }

    if (isGeneric) {
      test('a fault (page-tables.md 3.12) ends the trace with an end record, and the next trace is whole', () => {
        const statuses = statusesOf(subject, config, [map(0n, 0n, 0x1800n, 0, 0n).op, unmap(0n, LOW, 0n).op]);
        expect(statuses[0]! & Status.fault).toBe(Status.fault);
        expect(statuses).toHaveLength(2);
        survives();
      });

      test('iommu_map of an unaligned length (PT-064) faults too', () => {
        expect(statusesOf(subject, config, [iommuMap(0n, 0n, 0x1800n, 0).op])[0]! & Status.fault).toBe(Status.fault);
        survives();
      });

      test('a missing permission is warned of every time', () => {
        const bare = map(0n, 0n, LOW, -22, 0n, { prot: 0 }).op;
        expect(statusesOf(subject, config, [bare, bare])).toEqual([1, 1, 0]);
      });
    }

    test('a failing iotlb_sync_map takes the mapping back', () => {
      const failing = { ...iommuMap(LOW, LOW, LOW, -12).op, flags: OpFlag.syncMapFails };
      const { words } = subject.run({ machine: 'page-table', config, ops: [failing, phys(LOW, 0n).op] }, FLAGS);
      const records = splitRecords(words);
      expect(words[records[0]!.at + Word.ret]! | 0).toBe(-12);
      expect(words[records[1]!.at + Word.valueLo]).toBe(0);
    });

    test('two domains do not share tables', () => {
      const inSecond = { ...mapPages(LOW, LOW, 12, LOW, 0, LOW).op, domain: 1 };
      const both = { ...config, domains: 2 as const };
      const { words } = subject.run({ machine: 'page-table', config: both, ops: [inSecond, phys(LOW, 0n).op] }, FLAGS);
      const [first, second] = splitRecords(words);
      expect(words[first!.at + Word.liveTables]).toBeGreaterThan(1);
      expect([words[second!.at + Word.valueLo], words[second!.at + Word.liveTables]]).toEqual([0, 1]);
    });

    test('bitmap and aperture are those of page-tables.md 1.10 and 2.3', () => {
      const info = subject.getInfo(config)!;
      expect(info.bitmap).toBe(isV1 ? 0x000f_ff7f_ffff_f000n : 0x4020_1000n);
      expect(info.apertureEnd).toBe(isV1 ? (1n << 64n) - 1n : (1n << 47n) - 1n);
    });
  });
}
