import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import { configOf, DEVICE, map, MMIO } from '../../tests/golden/dma-api/build';
import { seededDraw } from '../engine/draw';
import { TRACE_FORMAT, TRACE_VERSION } from '../engine/trace-schema';
import { drawCase } from '../plain/case';
import { toJson } from '../plain/json';
import { formatPlainTrace, parsePlainTrace } from '../plain/trace-file';
import { dmaApiMachine } from '.';
import { dmaApiOpSchema } from './op-schema';
import { dmaApiConfigSchema } from './trace-schema';

/** So many that the rarest op is drawn. */
const CASES = 40;

const parse = (document: unknown) => parsePlainTrace(document, 'mine', 'dma-api', dmaApiConfigSchema, dmaApiOpSchema);
const source = dmaApiMachine.source({});
const cases = Array.from({ length: CASES }, (_, k) => drawCase(dmaApiMachine, source, seededDraw('schema', k)));

test('a trace file gives back what was written', () => {
  for (const { config, ops } of cases.slice(0, 8)) {
    const text = formatPlainTrace({ machine: 'dma-api', config, ops }, { rule: 'DMA-016' });
    expect(parse(JSON.parse(text))).toEqual({ machine: 'dma-api', rule: 'DMA-016', config, ops });
  }
});

const kinds = (ops: readonly DmaApiOp[]): readonly string[] => [...new Set(ops.map(({ op }) => op))].sort();

test('cases of one theme or another have every op', () => {
  const said = dmaApiOpSchema.options.flatMap((option) => [...option.shape.op.values]);
  expect(kinds(cases.flatMap(({ ops }) => ops))).toEqual([...new Set(said)].sort());
});

test('what is simpler is another op, or configuration, that a file can hold', () => {
  for (const { config, ops } of cases.slice(0, 4)) {
    for (const op of ops)
      for (const simpler of dmaApiMachine.simplerOps(op)) {
        expect(simpler).not.toEqual(op);
        expect(dmaApiOpSchema.parse(toJson(simpler))).toEqual(simpler);
      }
    for (const simpler of dmaApiMachine.simplerConfigs(config)) {
      expect(simpler).not.toEqual(config);
      expect(dmaApiConfigSchema.parse(toJson(simpler))).toEqual(simpler);
    }
  }
});

const golden = configOf({});
const document = (config: object, op: object): object => ({
  format: TRACE_FORMAT,
  version: TRACE_VERSION,
  machine: 'dma-api',
  config: toJson({ ...golden, ...config }),
  ops: [toJson({ ...map(MMIO), ...op })],
});
const withNode = (fields: object): object => ({
  topology: { ...golden.topology, nodes: golden.topology.nodes.with(2, { ...golden.topology.nodes[2]!, ...fields }) },
});
const withDevice = (fields: object): object => ({ devices: [{ ...DEVICE, ...fields }] });

test.each<readonly [config: object, op: object, line: RegExp]>([
  [{ granuleLg: 13 }, {}, /^mine: config\.granuleLg: must be 12, 14 or 16/],
  [{ devices: [] }, {}, /^mine: config\.devices: must have one device at least/],
  [{ assumptions: { DMA_RELEASE: '6.6' } }, {}, /DMA_RELEASE: must be one of 7\.3, 7\.2/],
  [{ platform: { ...golden.platform, cBit: 51 } }, {}, /platform\.cBit: must be 1 to 63 of sme-host/],
  [{ platform: { ...golden.platform, kind: 'realm' } }, {}, /platform\.ipaBits: must be 1 to 64 of a realm/],
  [withNode({ parent: 3 }), {}, /nodes\[2\]: must stand behind its parent/],
  [withNode({ host: 1 }), {}, /nodes\[2\]: must have the host of its parent/],
  [withNode({ bdf: 0 }), {}, /nodes\[2\]: must have a bdf of its own/],
  [withNode({ acs: { capable: 0x11, control: 4 } }), {}, /nodes\[2\]: must not have control bits/],
  [withDevice({ node: 9 }), {}, /devices\[0\]: must name a node that is there/],
  [withDevice({ node: 2 }), {}, /devices\[0\]: must list BAR0 to BAR5/],
  [withDevice({ untrusted: true }), {}, /devices\[0\]: must be PCI to be so/],
  [withDevice({ pool: 3 }), {}, /devices\[0\]: must name a pool that is there/],
  [withDevice({ locked: true }), {}, /devices\[0\]: can be locked only with tdisp, in a guest/],
  [withDevice({ windows: [{ base: 0n, bytes: 0x1000n }] }), {}, /devices\[0\]: must have windows of whole granules/],
  [{}, { op: 'mapPage' }, /^mine: ops\[0\]\.op: must name an op of the dma-api machine/],
  [{}, { phys: 1n << 52n }, /^mine: ops\[0\]\.phys: must be below 2\^52/],
  [{}, { bytes: 0n }, /^mine: ops\[0\]\.bytes: must not be 0/],
  [{}, { fail: { at: 'iommuMap', piece: 0, errno: 12 } }, /^mine: ops\[0\]\.fail/],
])('a file with something wrong gets one line that names the place: %#', (config, op, line) => {
  expect(() => parse(document(config, op))).toThrow(line);
});
