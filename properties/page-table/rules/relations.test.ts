import { OpKind, Prot, makeOp, type Op } from '../../../model/vocabulary';
import { BROKEN, HELD, NOT_EXERCISED, type TraceRun } from '../rule';
import { runsOf, traceOf, withLeaves, withOutcome } from '../testing/runs';
import { lastStep, v1, v2 } from '../testing/steps';
import { PT_033, PT_037, PT_039 } from './c-bit-relations';
import { PT_170, PT_171, PT_172, PT_173, PT_174 } from './lifecycle';

const RW = Prot.READ | Prot.WRITE;
const map = (iova: number, prot: number = RW, domain = 0): Op =>
  makeOp(OpKind.map, { iova, oa: 0x40, len: 16, prot, domain });
const C_BIT_HI = 1 << 15;

const sme = v1({ smeBit: 47 });

/** Breaks the first variant by `damage`. */
const damaged = (variants: readonly TraceRun[], damage: (run: TraceRun) => TraceRun): TraceRun[] =>
  variants.map((run, i) => (i === 0 ? damage(run) : run));

describe('rules that compare runs', () => {
  test('PT-033: MMIO changes the C-bit and nothing else', () => {
    const { base, variants } = runsOf(PT_033, traceOf(sme, map(0x10), map(0x20, RW | Prot.MMIO)));
    expect(PT_033.check(base, variants)).toBe(HELD);
    const bad = damaged(variants, (run) => withLeaves(run, 0, ({ hi }) => ({ hi: hi & ~(1 << 28) })));
    expect(PT_033.check(base, bad)).toBe(BROKEN);
    expect(PT_033.explain(base, bad)).toContain('op 0 (map): leaves added');
    expect(PT_033.vary(traceOf(sme, makeOp(OpKind.sync)))).toBeNull();
  });

  test('PT-037: the position of the C-bit changes the C-bits and nothing else', () => {
    const { base, variants } = runsOf(PT_037, traceOf(sme, map(0x10), makeOp(OpKind.unmap, { iova: 0x10, len: 16 })));
    expect(variants[0]!.trace.config.smeBit).toBe(51);
    expect(PT_037.check(base, variants)).toBe(HELD);
    const bad = damaged(variants, (run) => withOutcome(run, 1, () => ({ value: 1 })));
    expect(PT_037.check(base, bad)).toBe(BROKEN);
    expect(PT_037.explain(base, bad)).toContain('value 0x10000 against 0x1000');
  });

  test('PT-037 leaves out addresses that hold the bit', () => {
    expect(PT_037.vary(traceOf(sme, makeOp(OpKind.map, { iova: 0, oa: 2 ** 35, len: 1, prot: RW })))).toBeNull();
  });

  test('PT-039: MMIO of one map does not reach another', () => {
    const { base, variants } = runsOf(
      PT_039,
      traceOf(sme, map(0x10), map(0x20), makeOp(OpKind.unmap, { iova: 0x10, len: 16 })),
    );
    expect(PT_039.check(base, variants)).toBe(HELD);
    const bad = damaged(variants, (run) => withLeaves(run, 1, ({ hi }) => ({ hi: (hi ^ C_BIT_HI) >>> 0 })));
    expect(PT_039.check(base, bad)).toBe(BROKEN);
    expect(PT_039.explain(base, bad)).toContain('op 1: leaves added');
    expect(PT_039.vary(traceOf(sme, map(0x10)))).toBeNull();
  });

  test('PT-172: the other domain makes no difference', () => {
    const two = v1({ domains: 2 });
    const { base, variants } = runsOf(PT_172, traceOf(two, map(0x10), map(0x10, RW, 1), map(0x20)));
    expect(PT_172.check(base, variants)).toBe(HELD);
    const bad = damaged(variants, (run) => withOutcome(run, 1, () => ({ allocations: 3 })));
    expect(PT_172.check(base, bad)).toBe(BROKEN);
    expect(PT_172.explain(base, bad)).toContain('op 2 on domain 0');
    expect(PT_172.vary(traceOf(two, map(0x10)))).toBeNull();
  });
});

describe('rules on a domain as a whole', () => {
  test('PT-170: teardown frees what is left', () => {
    const { state, config } = lastStep(v1(), map(0x10));
    const end = { config, states: [state], freedByTeardown: state.liveTables, leaked: 0, status: 0 };
    expect(PT_170.check(end)).toBe(HELD);
    expect(PT_170.check({ ...end, freedByTeardown: state.liveTables - 1, leaked: 1 })).toBe(BROKEN);
    expect(PT_170.check({ ...end, status: 0x200, leaked: 1 })).toBe(NOT_EXERCISED);
    expect(PT_170.explain({ ...end, leaked: 1 })).toContain('1 are still allocated');
  });

  // page-tables.md 1.10 and 2.3.
  test.each([
    [v1({ vasz: 64 }), 0x000f_ff7f_ffff_f000n, (1n << 64n) - 1n],
    [v1({ vasz: 57 }), 0x000f_ff7f_ffff_f000n, (1n << 57n) - 1n],
    [v1({ vasz: 48 }), 0x0000_7f7f_ffff_f000n, (1n << 48n) - 1n],
    [v1({ vasz: 39 }), 0x0000_003f_ffff_f000n, (1n << 39n) - 1n],
    [v1({ pageSizes: 0x1000n }), 0x1000n, (1n << 64n) - 1n],
    [v2(), 0x4020_1000n, (1n << 47n) - 1n],
    [v2({ topLevel: 4, vasz: 56 }), 0x4020_1000n, (1n << 56n) - 1n],
  ] as const)('PT-171: bitmap and aperture (%#)', (config, bitmap, apertureEnd) => {
    expect(PT_171.check(config, { bitmap, apertureEnd })).toBe(HELD);
    expect(PT_171.check(config, { bitmap: bitmap | (1n << 52n), apertureEnd })).toBe(BROKEN);
    expect(PT_171.check(config, { bitmap, apertureEnd: apertureEnd + 1n })).toBe(BROKEN);
    expect(PT_171.explain(config, { bitmap, apertureEnd })).toContain(apertureEnd.toString(16));
  });

  test('PT-173 and PT-174 say why they are not tested', () => {
    for (const rule of [PT_173, PT_174]) expect(rule.reason).toContain('sequential');
  });
});
