import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Op, PageTableConfig, Trace } from '../../model/vocabulary';
import {
  ASSUMPTION_POSITIONS,
  DEFAULT_ASSUMPTIONS,
  makeOp,
  OP_NAMES,
  OpKind,
  PAGE_SIZES,
  UNLIMITED_BUDGET,
} from '../../model/vocabulary';
import { describeOp } from './describe';
import type { OpField } from './op-fields';
import { FIELDS_OF } from './op-fields';
import { formatTraceFile, parseTrace, parseTraceFile, traceDocument, TraceFileError } from './trace-file';

const page = fc.maxSafeNat().map((n) => n % 2 ** 52);
const offset = fc.nat(4095);
const bits = fc.nat(0xffff_ffff);
const segment = fc.record({ oa: page, oaOffset: offset, len: page, lenOffset: offset });

/** Any values of the fields that `field` stands for. */
const FIELD: Record<OpField, fc.Arbitrary<Partial<Op>>> = {
  iova: fc.record({ iova: page, iovaOffset: offset }),
  oa: fc.record({ oa: page, oaOffset: offset }),
  len: fc.record({ len: page, lenOffset: offset }),
  pgsize: fc.record({ pageLg: fc.integer({ min: 1, max: 63 }) }),
  segments: fc.record({ segments: fc.array(segment, { maxLength: 4 }) }),
  prot: fc.record({ prot: bits }),
  flags: fc.record({ flags: bits }),
  tables: fc.record({ len: fc.oneof(fc.nat(20), fc.constant(UNLIMITED_BUDGET)) }),
};

const op: fc.Arbitrary<Op> = fc
  .constantFrom(...OP_NAMES)
  .chain((name) =>
    fc
      .tuple(fc.nat(1), ...FIELDS_OF[name].map((field) => FIELD[field]))
      .map(([domain, ...fields]) => makeOp(OpKind[name], Object.assign({ domain }, ...fields) as Partial<Op>)),
  );

const config: fc.Arbitrary<PageTableConfig> = fc.record({
  format: fc.constantFrom('amdv1', 'amdv2'),
  contract: fc.constantFrom('generic-pt', 'io-pgtable'),
  topLevel: fc.integer({ min: 0, max: 5 }),
  vasz: fc.integer({ min: 1, max: 64 }),
  oasz: fc.integer({ min: 1, max: 52 }),
  pageSizes: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  smeBit: fc.option(fc.integer({ min: 12, max: 51 })),
  flush: fc.constantFrom('range', 'no-gaps'),
  queued: fc.boolean(),
  domainType: fc.constantFrom('paging', 'identity', 'blocked'),
  domains: fc.constant(2 as const),
  assumptions: fc.record({
    'AMB-LEN': fc.constantFrom(...ASSUMPTION_POSITIONS['AMB-LEN']),
    'AMB-LEN0': fc.constantFrom(...ASSUMPTION_POSITIONS['AMB-LEN0']),
    'AMB-PA-HAS-C': fc.constantFrom(...ASSUMPTION_POSITIONS['AMB-PA-HAS-C']),
    'AMB-UNMAP-LARGER': fc.constantFrom(...ASSUMPTION_POSITIONS['AMB-UNMAP-LARGER']),
    'AMB-ERR-PRIORITY': fc.constantFrom(...ASSUMPTION_POSITIONS['AMB-ERR-PRIORITY']),
    'AMB-CBIT-READBACK': fc.constantFrom(...ASSUMPTION_POSITIONS['AMB-CBIT-READBACK']),
  }),
});
const trace: fc.Arbitrary<Trace> = fc.record({
  machine: fc.constant('page-table' as const),
  config,
  ops: fc.array(op, { maxLength: 12 }),
});

test('what was written reads back the same, to the last bit', () => {
  const origin = { subject: 'in-box', profile: 'linux-7.2', rule: 'PT-032', flags: 31 } as const;
  fc.assert(
    fc.property(trace, (value) => {
      expect(parseTraceFile(formatTraceFile(value, origin), 'x.json')).toEqual({ ...origin, trace: value });
      expect(parseTrace(traceDocument(value), 'x')).toEqual({ trace: value });
    }),
    { numRuns: 300 },
  );
});

const MINIMAL = {
  format: 'iommu-conformance trace',
  version: 1,
  machine: 'page-table',
  config: { format: 'amdv1' },
  ops: [{ op: 'map', iova: '0x1000', oa: '0xfe000000', len: '0x1000', prot: 'READ|WRITE|MMIO' }],
};

test('a file written by hand needs little', () => {
  expect(parseTrace(MINIMAL, 'x').trace).toEqual({
    machine: 'page-table',
    config: {
      format: 'amdv1',
      contract: 'generic-pt',
      topLevel: 2,
      vasz: 64,
      oasz: 52,
      pageSizes: PAGE_SIZES.v1,
      smeBit: null,
      flush: 'range',
      queued: false,
      domainType: 'paging',
      domains: 1,
      assumptions: DEFAULT_ASSUMPTIONS,
    },
    ops: [makeOp(OpKind.map, { iova: 1, oa: 0xfe000, len: 1, prot: 19 })],
  });
  expect(parseTrace({ ...MINIMAL, config: { format: 'amdv2' } }, 'x').trace.config).toMatchObject({
    topLevel: 3,
    vasz: 47,
    pageSizes: PAGE_SIZES.v2,
  });
});

test('the text has one line per op', () => {
  const text = formatTraceFile(parseTrace(MINIMAL, 'x').trace, { subject: 'in-box' });
  expect(text).toMatchSnapshot();
});

const withOp = (fields: object): object => ({ ...MINIMAL, ops: [MINIMAL.ops[0], { ...MINIMAL.ops[0], ...fields }] });
const withConfig = (fields: object): object => ({ ...MINIMAL, config: { ...MINIMAL.config, ...fields } });

test.each<[string, unknown, string]>([
  ['not an object', [], 'the document: '],
  ['another format', { ...MINIMAL, format: 'x' }, 'format: must be "iommu-conformance trace"'],
  ['a newer version', { ...MINIMAL, version: 2 }, 'version: must be 1'],
  ['an unknown machine', { ...MINIMAL, machine: 'rmp' }, 'machine: must be "page-table"'],
  ['an unknown field', { ...MINIMAL, colour: 1 }, 'the document: unknown field colour'],
  ['no config', { ...MINIMAL, config: undefined }, 'config: '],
  ['an unknown kind of op', withOp({ op: 'remap' }), 'ops[1].op: must name one of map, mapPages'],
  ['a number where 64 bits are needed', withOp({ iova: 4096 }), 'ops[1].iova: must be a string like "0x1000"'],
  ['a value of more than 64 bits', withOp({ len: '0x10000000000000000' }), 'ops[1].len: must be a 64-bit value'],
  ['an unknown prot', withOp({ prot: 'READ|EXEC' }), 'ops[1].prot: must be names of READ, WRITE'],
  ['a field that the kind does not have', withOp({ pgsize: '0x1000' }), 'ops[1]: unknown field pgsize'],
  [
    'pgsize that is no power of two',
    withOp({ op: 'mapPages', pgsize: '0x3000' }),
    'ops[1].pgsize: must be a power of two',
  ],
  ['a missing field', { ...MINIMAL, ops: [{ op: 'unmap', iova: '0x0' }] }, 'ops[0].len: '],
  ['a domain that is not there', withOp({ domain: 1 }), 'ops[1].domain: there is no domain 1'],
  [
    'a budget that is no number',
    { ...MINIMAL, ops: [{ op: 'budget', tables: 'many' }] },
    'ops[0].tables: must be a number',
  ],
  ['an unknown page-table format', withConfig({ format: 'vtd' }), 'config.format: must be "amdv1" or "amdv2"'],
  ['too many address bits', withConfig({ vasz: 65 }), 'config.vasz: '],
  ['an unknown assumption', withConfig({ assumptions: { 'AMB-X': 'y' } }), 'config.assumptions: unknown field AMB-X'],
])('%s is refused in one line', (_, document, message) => {
  let caught: unknown;
  try {
    parseTraceFile(JSON.stringify(document), 'bad.json');
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(TraceFileError);
  const line = (caught as TraceFileError).message;
  expect(line).toContain(`bad.json: ${message}`);
  expect(line).not.toContain('\n');
  expect(line).toContain('docs/trace-format.md');
});

test('text that is not JSON is refused in one line', () => {
  expect(() => parseTraceFile('{"format": ', 'bad.json')).toThrow(
    /^bad\.json: not JSON \(.*\); docs\/trace-format\.md/,
  );
});

test('the example of the documentation is a trace file', () => {
  const page = readFileSync('docs/trace-format.md', 'utf8');
  const example = /```json\n([\s\S]*?)```/.exec(page)![1]!;
  const { trace, rule, subject } = parseTraceFile(example, 'docs/trace-format.md');
  expect({ rule, subject }).toEqual({ rule: 'PT-032', subject: 'linux-6.12-amdv1' });
  expect(trace.ops.map(describeOp)).toEqual([
    'mapPages(iova 0x0, oa 0xfe000000, 1 × pgsize 0x1000, READ|WRITE|MMIO)',
    'iovaToPhys(iova 0x123)',
  ]);
});
