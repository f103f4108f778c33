import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import { configOf, IO, map, RAM } from '../../tests/golden/vfio-type1/build';
import { seededDraw } from '../engine/draw';
import { TRACE_FORMAT, TRACE_VERSION } from '../engine/trace-schema';
import { drawCase } from '../plain/case';
import { toJson } from '../plain/json';
import { formatPlainTrace, parsePlainTrace } from '../plain/trace-file';
import { vfioType1Machine } from '.';
import { type1OpSchema } from './op-schema';
import { type1ConfigSchema } from './trace-schema';

/** So many that the rarest op is drawn. */
const CASES = 30;

const parse = (document: unknown) => parsePlainTrace(document, 'mine', 'vfio-type1', type1ConfigSchema, type1OpSchema);
const source = vfioType1Machine.source({});
const cases = Array.from({ length: CASES }, (_, k) => drawCase(vfioType1Machine, source, seededDraw('schema', k)));

test('a trace file gives back what was written', () => {
  for (const { config, ops } of cases.slice(0, 10)) {
    const text = formatPlainTrace({ machine: 'vfio-type1', config, ops }, { rule: 'VFIO-005' });
    expect(parse(JSON.parse(text))).toEqual({ machine: 'vfio-type1', rule: 'VFIO-005', config, ops });
  }
});

const kinds = (ops: readonly Type1Op[]): readonly string[] => [...new Set(ops.map(({ op }) => op))].sort();

test('cases of one theme or another have every op', () => {
  const said = type1OpSchema.options.flatMap((option) => [...option.shape.op.values]);
  expect(kinds(cases.flatMap(({ ops }) => ops))).toEqual([...new Set(said)].sort());
});

test('what is simpler is another op, or configuration, that a file can hold', () => {
  for (const { config, ops } of cases.slice(0, 8)) {
    for (const op of ops)
      for (const simpler of vfioType1Machine.simplerOps(op)) {
        expect(simpler).not.toEqual(op);
        expect(type1OpSchema.parse(toJson(simpler))).toEqual(simpler);
      }
    for (const simpler of vfioType1Machine.simplerConfigs(config)) {
      expect(simpler).not.toEqual(config);
      expect(type1ConfigSchema.parse(toJson(simpler))).toEqual(simpler);
    }
  }
});

const document = (config: object, op: object): object => ({
  format: TRACE_FORMAT,
  version: TRACE_VERSION,
  machine: 'vfio-type1',
  config: toJson({ ...configOf({ layout: [RAM(0x1000, 1)] }), ...config }),
  ops: [toJson({ ...map(1), ...op })],
});

const areas = (...layout: Parameters<typeof RAM>[]) => configOf({ layout: layout.map((args) => RAM(...args)) }).areas;
const leaf = configOf({ layout: [RAM(0x1000, 1), IO(0xfe000, 512, {}, 512)] }).areas;

test.each<readonly [string, object, object, RegExp]>([
  ['a position', { assumptions: { VFIO_MMIO_CACHE: 'maybe' } }, {}, /VFIO_MMIO_CACHE: must be one of dropped, kept/],
  ['an op', {}, { op: 'mop' }, /^mine: ops\[0\]\.op: must name an op of the vfio-type1 machine/],
  ['a fault', {}, { fail: { at: 'map', nth: 0, errno: 12 } }, /^mine: ops\[0\]\.fail/],
  ['a C-bit', { cBit: 64 }, {}, /^mine: config\.cBit: must be 63 at most/],
  ['an area of BAR frames that GUP would pin', { areas: areas([0xfe000, 1]) }, {}, /must lie in one span of ram/],
  ['a leaf that is not aligned', { areas: leaf }, {}, /its runs must be aligned to their leaves/],
  [
    'domains without a common page size',
    {
      domains: [{ pageSizes: 0x1000n }, { pageSizes: 0x10000n }].map((sizes) => ({
        ...sizes,
        aperture: { first: 0n, last: 1n },
        reserved: [],
      })),
    },
    {},
    /must have a page size in common/,
  ],
])('a file with %s that cannot be gets one line that names the place', (_what, config, op, line) => {
  expect(() => parse(document(config, op))).toThrow(line);
});
