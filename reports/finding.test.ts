import { OP_NAMES, makeOp, OpKind } from '../model/vocabulary';
import type { Finding, Op, Trace } from '../model/vocabulary';
import { configText } from './config-text';
import { findingText } from './finding';
import { plainPage } from './page';
import { FINDING, rule } from './testing/samples';

const describeOp = (op: Op): string => `${OP_NAMES[op.kind]}(iova 0x${op.iova.toString(16)}000)`;
const words = {
  describeOp,
  describeConfig: (trace: Trace) => configText(trace.config),
  file: 'out/linux-6.12-amdv1/PT-032-mapPages-1.json',
};

test.each([80, 120])('a finding at %i columns', (width) => {
  const text = findingText(FINDING, rule('032'), words, plainPage(width));
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  expect(text).toMatchSnapshot();
});

test('a divergence without a rule says so', () => {
  const text = findingText({ ...FINDING, rule: null }, null, { ...words, file: null }, plainPage(80));
  expect(text).toContain('conformance differs in mapPages: entries(C-bit)');
  expect(text).not.toContain('replay');
});

test('of a long trace the ops before the break are shown, and the end of the trace can be the break', () => {
  const ops = Array.from({ length: 100 }, (_, iova) => makeOp(OpKind.unmap, { iova, len: 1 }));
  const { counterexample } = FINDING;
  const at = (op: number): Finding => ({
    ...FINDING,
    counterexample: { ...counterexample, op, trace: { ...counterexample.trace, ops } },
  });
  const middle = findingText(at(50), rule('032'), words, plainPage(80));
  expect(middle).toContain('… 27 ops before');
  expect(middle).toContain('> 50  unmap(iova 0x32000)');
  expect(middle).toContain('… 49 ops after');
  expect(findingText(at(100), rule('032'), words, plainPage(80))).toContain('> 100  end of the trace');
});
