import type { DmaBufOp } from '../../model/vocabulary/dma-buf/op';
import { configOf, PAGE, X } from '../../tests/golden/dma-buf/build';
import { seededDraw } from '../engine/draw';
import { TRACE_FORMAT, TRACE_VERSION } from '../engine/trace-schema';
import { drawCase } from '../plain/case';
import { toJson } from '../plain/json';
import { formatPlainTrace, parsePlainTrace } from '../plain/trace-file';
import { dmaBufMachine } from '.';
import { dmaBufOpSchema } from './op-schema';
import { dmaBufConfigSchema } from './trace-schema';

/** So many that the rarest op is drawn. */
const CASES = 120;

const parse = (document: unknown) => parsePlainTrace(document, 'mine', 'dma-buf', dmaBufConfigSchema, dmaBufOpSchema);
const source = dmaBufMachine.source({});
const cases = Array.from({ length: CASES }, (_, k) => drawCase(dmaBufMachine, source, seededDraw('schema', k)));

test('a trace file gives back what was written', () => {
  for (const { config, ops } of cases.slice(0, 20)) {
    const text = formatPlainTrace({ machine: 'dma-buf', config, ops }, { rule: 'BUF-023' });
    expect(parse(JSON.parse(text))).toEqual({ machine: 'dma-buf', rule: 'BUF-023', config, ops });
  }
});

const kinds = (ops: readonly DmaBufOp[]): readonly string[] => [...new Set(ops.map(({ op }) => op))].sort();

test('cases of one theme or another have every op', () => {
  const said = dmaBufOpSchema.options.flatMap((option) => [...option.shape.op.values]);
  expect(kinds(cases.flatMap(({ ops }) => ops))).toEqual([...new Set(said)].sort());
});

test('what is simpler is another op, or configuration, that a file can hold', () => {
  for (const { config, ops } of cases.slice(0, 20)) {
    for (const op of ops)
      for (const simpler of dmaBufMachine.simplerOps(op)) {
        expect(simpler).not.toEqual(op);
        expect(dmaBufOpSchema.parse(toJson(simpler))).toEqual(simpler);
      }
    for (const simpler of dmaBufMachine.simplerConfigs(config)) {
      expect(simpler).not.toEqual(config);
      expect(dmaBufConfigSchema.parse(toJson(simpler))).toEqual(simpler);
    }
  }
});

const document = (config: object, op: object): object => ({
  format: TRACE_FORMAT,
  version: TRACE_VERSION,
  machine: 'dma-buf',
  config: toJson({ ...configOf({}), ...config }),
  ops: [toJson({ ...X(PAGE), ...op })],
});

test.each<readonly [object, object, RegExp]>([
  [{ pageLg: 13 }, {}, /^mine: config\.pageLg: must be 12, 14 or 16/],
  [{ exporters: [] }, {}, /^mine: config\.exporters: must have one exporter at least/],
  [{ assumptions: { DMABUF_LOW_POWER: 'maybe' } }, {}, /DMABUF_LOW_POWER: must be one of off, as-released/],
  [{}, { op: 'expert' }, /^mine: ops\[0\]\.op: must name an op of the dma-buf machine/],
  [{}, { fail: { at: 'create', errno: 12 } }, /^mine: ops\[0\]\.fail/],
])('a file with %j, %j gets one line that names the place', (config, op, line) => {
  expect(() => parse(document(config, op))).toThrow(line);
});
