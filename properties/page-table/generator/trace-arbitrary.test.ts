import fc from 'fast-check';
import { PageTableMachine } from '../../../model/page-table';
import type { Trace } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary';
import { traceArbitrary } from './index';
import { everything } from './testing/subjects';

const traces = traceArbitrary(everything('generic-pt'));

/** Live tables of the first domain after the trace. */
function liveTables({ config, ops }: Trace): number {
  const machine = new PageTableMachine(config);
  for (const op of ops) machine.step(op);
  return machine.view(0).liveTables;
}

test('the same seed gives the same traces', () => {
  const sample = (): Trace[] => fc.sample(traces, { numRuns: 20, seed: 7 });
  expect(sample()).toEqual(sample());
});

test('a failing property ends at a small trace', () => {
  const result = fc.check(
    fc.property(traces, (trace) => liveTables(trace) < 6),
    { seed: 1 },
  );
  expect(result.failed).toBe(true);
  const [trace] = result.counterexample!;
  expect(trace.ops.length).toBeLessThanOrEqual(3);
  expect(trace.ops.every(({ kind }) => kind !== OpKind.iovaToPhys)).toBe(true);
  expect(liveTables(trace)).toBeGreaterThanOrEqual(6);
});
