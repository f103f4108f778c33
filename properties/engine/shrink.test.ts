import type { Op, PageTableConfig, Trace } from '../../model/vocabulary';
import { DEFAULT_ASSUMPTIONS, makeOp, OpFlag, OpKind, PAGE_SIZES, Prot, trailingZeros } from '../../model/vocabulary';
import { seededDraw } from './draw';
import { shrink } from './shrink';

const CONFIG: PageTableConfig = {
  format: 'amdv1',
  contract: 'generic-pt',
  topLevel: 3,
  vasz: 48,
  oasz: 48,
  pageSizes: PAGE_SIZES.nohugepages,
  smeBit: 29,
  flush: 'no-gaps',
  queued: true,
  domainType: 'paging',
  domains: 2,
  assumptions: DEFAULT_ASSUMPTIONS,
};
const RW = Prot.READ | Prot.WRITE;
const BUDGET = { budgetOps: 200_000 };

/** A trace of `length` arbitrary ops; op k has iova k + 1 so that predicates can name ops. */
function anyTrace(caseNumber: number, length: number): Trace {
  const draw = seededDraw('shrink', caseNumber);
  const ops = Array.from({ length }, (_, k) =>
    makeOp(draw.pick([OpKind.map, OpKind.iommuMap, OpKind.unmap, OpKind.iovaToPhys]), {
      domain: draw.int(2),
      iova: 0x8_0000 + k,
      oa: draw.int(2 ** 36),
      len: 1 + draw.int(600),
      prot: draw.pick([RW, RW | Prot.MMIO, Prot.READ | Prot.CACHE]),
    }),
  );
  return { machine: 'page-table', config: CONFIG, ops };
}

/** True if `trace` has the ops with these prots in this order: what a finding of several ops looks like. */
const inOrder = (marks: readonly number[]) => (trace: Trace) => {
  let next = 0;
  for (const op of trace.ops) if (op.prot === marks[next]) next++;
  return next === marks.length;
};

/** `trace` with op `at[i]` marked by prot 0x1000 + i, a value that nothing else has. */
const marked = (trace: Trace, at: readonly number[]): Trace => ({
  ...trace,
  ops: trace.ops.map((op, k) => (at.includes(k) ? { ...op, prot: 0x1000 + at.indexOf(k) } : op)),
});

describe('shrinking a planted failure of seven ops', () => {
  const runs: number[] = [];
  test.each(Array.from({ length: 41 }, (_, k) => k))('case %i', async (k) => {
    const draw = seededDraw('places', k);
    const places = [...new Set(Array.from({ length: 40 }, () => draw.int(200)))].slice(0, 7).sort((a, b) => a - b);
    const broken = inOrder(places.map((_, i) => 0x1000 + i));
    let untilSeven = 0;
    let fewest = 200;
    const result = await shrink(
      marked(anyTrace(k, 200), places),
      (trace) => {
        const verdict = broken(trace);
        if (fewest > 7) untilSeven++;
        if (verdict) fewest = Math.min(fewest, trace.ops.length);
        return verdict;
      },
      { ...BUDGET, afterOp: places[6]! },
    );
    runs.push(untilSeven);
    expect(result.trace.ops.map(({ prot }) => prot)).toEqual(places.map((_, i) => 0x1000 + i));
    expect(result.exhausted).toBe(false);
  });
  test('takes at most 100 runs (median)', () => {
    const median = runs.sort((a, b) => a - b)[20]!;
    expect(median).toBeLessThanOrEqual(100);
  });
});

test('fields and configuration become plain where the failure does not need them', async () => {
  const broken = ({ ops }: Trace): boolean => ops.some((op) => op.kind === OpKind.map && (op.prot & Prot.MMIO) !== 0);
  const { trace } = await shrink(anyTrace(1, 120), broken, BUDGET);
  expect(trace.ops).toEqual([makeOp(OpKind.map, { len: 1, prot: RW | Prot.MMIO })]);
  expect(trace.config).toEqual({
    ...CONFIG,
    topLevel: 2,
    vasz: 64,
    oasz: 52,
    pageSizes: PAGE_SIZES.v1,
    smeBit: null,
    flush: 'range',
    queued: false,
    domains: 1,
  });
});

test('what the failure needs stays: C-bit, no-gaps, second domain, flags', async () => {
  const start = anyTrace(2, 60);
  const ops = start.ops.with(
    30,
    makeOp(OpKind.iommuMap, { domain: 1, iova: 77, len: 3, prot: 1, flags: OpFlag.syncMapFails }),
  );
  const broken = ({ config, ops }: Trace): boolean =>
    config.smeBit !== null &&
    config.flush === 'no-gaps' &&
    ops.some(({ domain, flags }) => domain === 1 && flags !== 0);
  const { trace } = await shrink({ ...start, ops }, broken, BUDGET);
  expect(trace.ops).toEqual([makeOp(OpKind.iommuMap, { domain: 1, len: 1, prot: RW, flags: OpFlag.syncMapFails })]);
  expect(trace.config).toMatchObject({ smeBit: 51, flush: 'no-gaps', domains: 2, queued: false, vasz: 64 });
});

test('lengths and addresses end at the smallest that breaks', async () => {
  const end = (op: Op): number => op.iova + op.len;
  const broken = ({ ops }: Trace): boolean =>
    ops.some((a, i) =>
      ops.some(
        (b, j) =>
          i < j &&
          a.kind === OpKind.map &&
          a.len >= 9 &&
          b.kind === OpKind.unmap &&
          end(b) > end(a) &&
          b.iova > a.iova &&
          b.iova < end(a),
      ),
    );
  const found = anyTrace(3, 200);
  expect(broken(found)).toBe(true);
  const { trace } = await shrink(found, broken, BUDGET);
  expect(trace.ops).toHaveLength(2);
  const [map, unmap] = trace.ops as [Op, Op];
  expect(map).toMatchObject({ iova: 0, oa: 0, len: 9 });
  expect(unmap.iova).toBeLessThan(9);
});

test('pairs go together: a map that only matters until its unmap', async () => {
  const live = (ops: readonly Op[]): number =>
    ops.reduce((n, { kind }) => n + (kind === OpKind.map ? 1 : kind === OpKind.unmap ? -1 : 0), 0);
  const start = anyTrace(4, 0);
  const ops = [OpKind.map, OpKind.unmap, OpKind.map, OpKind.unmap, OpKind.sync].map((kind) => makeOp(kind));
  const broken = ({ ops }: Trace): boolean => live(ops) === 0 && ops.at(-1)?.kind === OpKind.sync;
  const { trace } = await shrink({ ...start, ops }, broken, BUDGET);
  expect(trace.ops.map(({ kind }) => kind)).toEqual([OpKind.sync]);
});

test('shrinking a result again changes nothing, and the same start gives the same result', async () => {
  for (let k = 0; k < 10; k++) {
    const broken = ({ ops }: Trace): boolean => ops.filter(({ len, oa }) => len > 40 && oa % 7 === 3).length >= 3;
    const start = anyTrace(100 + k, 150);
    expect(broken(start)).toBe(true);
    const once = await shrink(start, broken, BUDGET);
    const twice = await shrink(once.trace, broken, BUDGET);
    const again = await shrink(start, (trace) => Promise.resolve(broken(trace)), BUDGET);
    expect(twice.trace).toEqual(once.trace);
    expect(again).toEqual(once);
  }
});

test('the budget is kept, and what was found until then is returned', async () => {
  const broken = inOrder([0x1000, 0x1001]);
  const start = marked(anyTrace(5, 200), [20, 150]);
  const result = await shrink(start, broken, { budgetOps: 700 });
  expect(result.opsUsed).toBeLessThanOrEqual(700);
  expect(result.exhausted).toBe(true);
  expect(broken(result.trace)).toBe(true);
  expect(result.trace.ops.length).toBeLessThan(200);
});

test('a trace that is not broken comes back as it is', async () => {
  const start = anyTrace(6, 20);
  const { trace } = await shrink(start, () => false, BUDGET);
  expect(trace).toBe(start);
});

test('no candidate is more dangerous than what it came from', async () => {
  // Taking the misalignment away would leave a bare map of an unaligned length, which may not return (3.12).
  const op = makeOp(OpKind.map, { iova: 5, iovaOffset: 0x800, oa: 5, len: 2, lenOffset: 0x123, prot: RW });
  const seen: Trace[] = [];
  await shrink(
    { machine: 'page-table', config: CONFIG, ops: [op] },
    (trace) => seen.push(trace) > 0 && trace.ops.length > 0,
    BUDGET,
  );
  expect(seen.length).toBeGreaterThan(0);
  for (const { ops } of seen)
    for (const { iovaOffset, lenOffset } of ops) expect(iovaOffset !== 0 || lenOffset === 0).toBe(true);
});

test('no candidate asks for far more leaves than what it came from', async () => {
  // A TiB, aligned on both sides: moving one side alone would make it 2^28 small pages.
  const op = makeOp(OpKind.map, { iova: 2 ** 28 * 3, oa: 2 ** 28 * 5, len: 2 ** 28, prot: RW });
  const config: PageTableConfig = { ...CONFIG, pageSizes: PAGE_SIZES.v1, vasz: 64, oasz: 52, topLevel: 2 };
  const seen: Trace[] = [];
  const { trace } = await shrink(
    { machine: 'page-table', config, ops: [op, makeOp(OpKind.sync)] },
    (candidate) => {
      seen.push(candidate);
      return candidate.ops.some(({ len, iova }) => len === 2 ** 28 && iova > 0);
    },
    BUDGET,
  );
  expect(trace.ops).toHaveLength(1);
  for (const { ops } of seen) {
    for (const { iova, oa, len } of ops) {
      const leaf = 2 ** Math.min(28, trailingZeros(Math.abs(iova - oa)));
      expect(len / leaf).toBeLessThanOrEqual(10_000);
    }
  }
});
