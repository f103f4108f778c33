import { makeOp, OpKind, RunFlag, UNLIMITED_BUDGET, type Op, type PageTableConfig } from '../../../model/vocabulary';
import { createInBox } from './in-box';
import { ALL_FLAGS, CONFIGS, draws, recordsOf, traceOf } from './testing/runs';

/** 32 MiB around a 1 GiB border, so that maps of 1 … 700 pages meet, cross tables and leave empty ones behind. */
const BASE = 2 ** 18 - 2048;

function randomOps(config: PageTableConfig, seed: number, count: number): Op[] {
  const draw = draws(seed);
  const isOld = config.contract === 'io-pgtable';
  return Array.from({ length: count }, () => {
    const iova = BASE + draw(16) * 256 + (draw(2) === 0 ? draw(256) : 0);
    const len = draw(3) === 0 ? 512 : 1 + draw(700);
    const oa = draw(2) === 0 ? iova + 2 ** 20 : 2 ** 20 + draw(4096);
    switch (draw(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return makeOp(isOld ? OpKind.iommuMap : OpKind.map, {
          iova,
          oa,
          len,
          prot: 1 + draw(3) + (draw(4) === 0 ? 16 : 0),
        });
      case 4:
      case 5:
        return makeOp(OpKind.unmap, { iova, len, pageLg: isOld ? 12 : 0 });
      case 6:
        return makeOp(OpKind.iommuUnmap, { iova, len });
      case 7:
        return makeOp(OpKind.iommuMapSg, {
          iova,
          prot: 3,
          segments: [1, 2, 3].map((i) => ({
            oa: oa + i * 8,
            oaOffset: 0,
            len: i === 2 ? 8 : 5 + draw(8),
            lenOffset: 0,
          })),
        });
      case 8:
        return makeOp(OpKind.setDirty, { iova });
      case 9:
        return makeOp(OpKind.readAndClearDirty, { iova, len, flags: draw(2) });
      case 10:
        return makeOp(OpKind.sync);
      default:
        return makeOp(OpKind.budget, { len: draw(3) === 0 ? draw(6) : UNLIMITED_BUDGET });
    }
  });
}

describe.each(CONFIGS)('%s', (_name, config) => {
  test('teardown leaves nothing, whatever happened before', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const records = recordsOf(config, randomOps(config, seed, 60), {}, RunFlag.edges);
      const end = records.at(-1)!;
      expect({ seed, live: end.liveTables, status: end.status }).toEqual({ seed, live: 0, status: 0 });
      const before = records.at(-2)!;
      expect({ seed, freed: end.value }).toEqual({ seed, freed: BigInt(before.liveTables) });
    }
  });

  test('live tables are allocations less frees', () => {
    const records = recordsOf(config, randomOps(config, 99, 120), {}, 0);
    let live = 1;
    for (const record of records.slice(0, -1)) {
      live += record.allocations - record.frees;
      expect(record.liveTables).toBe(live);
    }
  });

  test('the same trace gives the same words, whatever ran before', () => {
    const trace = traceOf(config, randomOps(config, 7, 80));
    const used = createInBox();
    used.run(traceOf(CONFIGS[0]![1], randomOps(CONFIGS[0]![1], 3, 50)), ALL_FLAGS);
    const words = createInBox().run(trace, ALL_FLAGS).words;
    expect(used.run(trace, ALL_FLAGS).words.every((word, i) => word === words[i])).toBe(true);
  });

  test('translations follow a map of pages', () => {
    if (config.contract !== 'generic-pt') return;
    const cBit = config.smeBit === null ? 0n : 1n << BigInt(config.smeBit);
    for (let seed = 40; seed < 46; seed++) {
      const ops = randomOps(config, seed, 60).filter((op) => op.kind !== OpKind.iommuMapSg);
      const records = recordsOf(config, ops, {}, RunFlag.edges);
      const expected = new Map<number, number>();
      const wrong: number[] = [];
      let strangers = 0;
      ops.forEach((op, i) => {
        const record = records[i]!;
        if (op.kind === OpKind.map) {
          const pages = Number(record.value >> 12n) - 7;
          for (let p = 0; p < pages; p++) expected.set(op.iova + p, op.oa + p);
        } else if (op.kind === OpKind.unmap || op.kind === OpKind.iommuUnmap) {
          const pages = Number(record.value >> 12n);
          for (let p = 0; p < pages; p++) if (!expected.delete(op.iova + p)) strangers++;
        }
        if (op.kind === OpKind.sync || op.kind === OpKind.budget) return;
        const oa = expected.get(op.iova);
        // An address that carries the C-bit is read back without it (PT-029).
        const phys = oa === undefined ? 0n : (BigInt(oa) << 12n) & ~cBit;
        if (record.firstPhys !== phys) wrong.push(i);
      });
      expect({ seed, strangers, wrong }).toEqual({ seed, strangers: 0, wrong: [] });
    }
  });
});
