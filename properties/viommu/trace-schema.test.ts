import { configOf, init } from '../../tests/golden/viommu/build';
import { seededDraw } from '../engine/draw';
import { TRACE_FORMAT, TRACE_VERSION } from '../engine/trace-schema';
import { drawCase } from '../plain/case';
import { toJson } from '../plain/json';
import { formatPlainTrace, parsePlainTrace } from '../plain/trace-file';
import { viommuMachine } from '.';
import { viommuConfigSchema, viommuOpSchema } from './trace-schema';

const parse = (document: unknown) => parsePlainTrace(document, 'mine', 'viommu', viommuConfigSchema, viommuOpSchema);
const source = viommuMachine.source({});
const cases = Array.from({ length: 16 }, (_, k) => drawCase(viommuMachine, source, seededDraw('schema', k)));

test('a trace file gives back what was written', () => {
  for (const { config, ops } of cases) {
    const text = formatPlainTrace({ machine: 'viommu', config, ops }, { rule: 'VIOMMU-012' });
    expect(parse(JSON.parse(text))).toEqual({ machine: 'viommu', rule: 'VIOMMU-012', config, ops });
  }
});

test('cases have every op, and every step that can fail', () => {
  const ops = cases.flatMap((drawn) => drawn.ops);
  const said = viommuOpSchema.options.flatMap((option) => [...option.shape.op.values]);
  expect([...new Set(ops.map(({ op }) => op))].sort()).toEqual([...new Set(said)].sort());
  const steps = ops.flatMap((op) => ('faults' in op ? op.faults.map(({ step }) => step) : []));
  expect([...new Set(steps)].sort()).toEqual(
    [
      'allocBlock',
      'allocDomain',
      'map',
      'mapVf',
      'mapVfControl',
      'queue',
      'restore',
      'setUncached',
      'unmap',
      'wait',
    ].sort(),
  );
});

test('what is simpler is another op, or configuration, that a file can hold', () => {
  for (const { config, ops } of cases) {
    for (const op of ops)
      for (const simpler of viommuMachine.simplerOps(op)) {
        expect(simpler).not.toEqual(op);
        expect(viommuOpSchema.parse(toJson(simpler))).toEqual(simpler);
      }
    for (const simpler of viommuMachine.simplerConfigs(config)) {
      expect(simpler).not.toEqual(config);
      expect(viommuConfigSchema.parse(toJson(simpler))).toEqual(simpler);
    }
  }
});

const document = (config: object, op: object): object => ({
  format: TRACE_FORMAT,
  version: TRACE_VERSION,
  machine: 'viommu',
  config: toJson({ ...configOf({}), ...config }),
  ops: [toJson({ ...init(), ...op })],
});

test.each<readonly [object, object, RegExp]>([
  [{ iommus: [] }, {}, /^mine: config\.iommus: must have one IOMMU at least/],
  [{ memory: [{ spa: 4096, node: 0, stalePages: 0 }] }, {}, /config\.memory\[0\]\.spa: must be a multiple of 2 MiB/],
  [{ assumptions: { VIOMMU_RETRY: 'maybe' } }, {}, /VIOMMU_RETRY: must be one of next-teardown, at-once, never/],
  [{}, { op: 'start' }, /^mine: ops\[0\]\.op: must name an op of the viommu machine/],
  [{}, { faults: [{ step: 'wait', region: 4 }] }, /^mine: ops\[0\]\.faults\[0\]\.region: must be 0 to 3/],
  [{}, { faults: [{ step: 'sleep' }] }, /faults\[0\]\.step: must name a step of the viommu machine/],
])('a file with %j, %j gets one line that names the place', (config, op, line) => {
  expect(() => parse(document(config, op))).toThrow(line);
});
