import { PageTableMachine } from '../../../model/page-table';
import {
  ObservationWriter,
  OpKind,
  Prot,
  RunFlag,
  levelMask,
  makeOp,
  type Op,
  type StateView,
  type Trace,
} from '../../../model/vocabulary';
import { decodeRun } from '../observed/decode';
import { BROKEN, HELD, NOT_EXERCISED, type RelationRule, type TraceRun } from '../rule';
import { v1, v2 } from '../testing/steps';
import { PT_059 } from './map-split-calls';
import { PT_115 } from './unmap-concatenation';

const RW = Prot.READ | Prot.WRITE;
const map = (iova: number, oa: number, len: number): Op => makeOp(OpKind.map, { iova, oa, len, prot: RW });
const unmap = (iova: number, len: number): Op => makeOp(OpKind.unmap, { iova, len });
const traceOf = (...ops: Op[]): Trace => ({ machine: 'page-table', config: v1(), ops });

/** The model's run of a trace with the trees at its end, decoded from a dump as a subject's would be. */
function decoded(trace: Trace): TraceRun {
  const levels = levelMask(['results', 'translations', 'entries', 'effects']);
  const flags = RunFlag.treeEnd;
  const machine = new PageTableMachine(trace.config);
  const writer = new ObservationWriter();
  for (const op of trace.ops) {
    machine.step(op);
    machine.observe(writer, flags, levels);
  }
  machine.finish(writer, flags, levels);
  const { steps, end } = decodeRun(trace, writer.view().slice());
  return { trace, outcomes: steps.map((s) => s.outcome), ends: end!.states };
}

const baseOf = (rule: RelationRule, trace: Trace): TraceRun => decoded(rule.baseOf!(trace));
const variantsOf = (rule: RelationRule, trace: Trace): TraceRun[] => rule.vary(trace)!.map(decoded);

/** `run` with the state of its one domain replaced. */
const withEnd = (run: TraceRun, state: StateView): TraceRun => ({ ...run, ends: [state] });

describe('PT-059', () => {
  const trace = traceOf(map(0x1ff, 0x3ff, 0x202), unmap(0, 1));

  test('holds of the model, whose two halves have other leaves', () => {
    expect(PT_059.check(baseOf(PT_059, trace), variantsOf(PT_059, trace))).toBe(HELD);
  });

  test('is broken by a second half at the address of the first', () => {
    const [half] = variantsOf(PT_059, trace);
    const wrong = decoded(traceOf(map(0x1ff, 0x3ff, 0x101), map(0x300, 0x3ff, 0x101)));
    const variants = [withEnd(half!, wrong.ends[0]!)];
    expect(PT_059.check(baseOf(PT_059, trace), variants)).toBe(BROKEN);
    expect(PT_059.explain(baseOf(PT_059, trace), variants)).toContain('0x300000');
  });

  test('leaves out traces with a budget, and runs in which the map fails', () => {
    expect(PT_059.vary(traceOf(makeOp(OpKind.budget, { len: 1 }), map(0, 0, 2)))).toBeNull();
    const failing = traceOf(map(1, 1, 1), map(0, 0, 2));
    expect(PT_059.check(baseOf(PT_059, failing), variantsOf(PT_059, failing))).toBe(NOT_EXERCISED);
  });
});

describe('PT-115', () => {
  const trace: Trace = { ...traceOf(map(0x10, 0x40, 40), unmap(0x10, 40)), config: v2() };

  test('holds of the model', () => {
    expect(PT_115.check(baseOf(PT_115, trace), variantsOf(PT_115, trace))).toBe(HELD);
  });

  test('is broken by a tail that is lost', () => {
    const variants = variantsOf(PT_115, trace).map((run) => ({
      ...run,
      outcomes: run.outcomes.map((o, i) => (i === 2 ? { ...o, value: 0 } : o)),
    }));
    expect(PT_115.check(baseOf(PT_115, trace), variants)).toBe(BROKEN);
    expect(PT_115.explain(baseOf(PT_115, trace), variants)).toContain('removes 40 pages in one');
  });

  test('has nothing to say without an unmap of several pages', () => {
    expect(PT_115.vary(traceOf(unmap(0, 1)))).toBeNull();
  });
});
