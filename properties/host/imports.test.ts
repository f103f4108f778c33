import type { HostConfig } from '../../model/vocabulary/host/config';
import type { HostImporter } from '../../model/vocabulary/host/importer';
import type { HostCall, HostOp } from '../../model/vocabulary/host/op';
import { DEFAULT_RMP_ASSUMPTIONS } from '../../model/vocabulary/rmp/assumption';
import { hostExhibits, hostExhibitSubject } from '../../reference/museum/host';
import { hostPicture } from './picture/picture';
import { together } from './together';
import { hostConfigSchema, hostOpSchema } from './trace-schema';
import { describeConfig, describeOp, simplerOps } from '.';

const ioas: HostImporter = { path: 'iommufd', ports: [{ ats: false }, { ats: true }], t: 0, guest: 0, acs: true };
const driver: HostImporter = { path: 'dma-api', ports: [{ ats: false }], t: 0, guest: 0, acs: false };
const config: HostConfig = {
  ram: 2,
  mmio: [
    { device: 0, first: 0, pages: 1, tio: false },
    { device: 0, first: 16, pages: 4, tio: true },
  ],
  guests: [{ asid: 5, vtom: null, backing: 'in-place', regions: ['shared'], launched: true }],
  devices: [{ guest: 0, ats: false }],
  importers: [driver, ioas],
  contention: 0,
  assumptions: DEFAULT_RMP_ASSUMPTIONS,
};

const of = (call: HostCall): HostOp => ({
  op: 'start',
  actor: call.call === 'exportBar' || call.call === 'resetDevice' ? 'vmm0' : 'importer1',
  call,
  hold: null,
});
const importBar: HostCall = { call: 'importBar', bar: 1, iova: 600, before: 2, after: 0, fails: 3 };
const ops: readonly HostOp[] = [
  of({ call: 'exportBar', bar: 0 }),
  of({ call: 'exportBar', bar: 1 }),
  of({ call: 'openPort', port: 1, fails: 0 }),
  of({ ...importBar, before: 0, fails: 0 }),
  of({ call: 'resetDevice', device: 0 }),
];

test('importers in one line', () => {
  expect(describeConfig(config)).toContain(
    'importer 0 (driver on the DMA API; a device without ATS, ACS off); ' +
      'importer 1 (IOAS; 2 devices without ATS and with ATS)',
  );
});

test.each<readonly [HostCall, string]>([
  [importBar, 'importBar(BAR 1 at 0x258000, 2 + 0 pages of RAM beside it, write 3 of leaves fails)'],
  [{ call: 'openPort', port: 1, fails: 2 }, 'openPort(port 1, write 2 of leaves fails)'],
  [{ call: 'closePort', port: 0 }, 'closePort(port 0)'],
  [{ call: 'dropImport', bar: 0 }, 'dropImport(BAR 0)'],
  [{ call: 'transfer', bar: 0, page: 2, n: 3 }, 'transfer(BAR 0, 3 pages from its page 2 on)'],
  [{ call: 'setMemory', device: 0, on: false }, 'setMemory(device 0, off)'],
])('%j reads: %s', (call, text) => {
  expect(describeOp(of(call))).toBe(`importer1: ${text}`);
  expect(hostOpSchema.parse(of(call))).toEqual(of(call));
});

test('a trace from before there were importers has none; what no importer can be is refused', () => {
  const { importers, ...old } = config;
  expect(hostConfigSchema.parse(old)).toEqual({ ...config, importers: [] });
  expect(hostConfigSchema.parse(config)).toEqual({ ...config, importers });
  const wrong: readonly HostImporter[] = [
    { ...driver, ports: ioas.ports },
    { ...ioas, path: 'type1', t: 1 },
    { ...ioas, t: 1, acs: false },
    { ...ioas, guest: 1 },
  ];
  for (const importer of wrong) {
    expect(hostConfigSchema.safeParse({ ...config, importers: [importer] }).success).toBe(false);
  }
});

test('simpler imports have less RAM beside them, and one importer and one BAR go by the first numbers', () => {
  const simpler = [...simplerOps(of(importBar))].map(describeOp);
  expect(simpler).toContain('importer1: importBar(BAR 1 at 0x258000, write 3 of leaves fails)');
  expect(simpler).toContain(
    'importer1: importBar(BAR 0 at 0x258000, 2 + 0 pages of RAM beside it, write 3 of leaves fails)',
  );
  const texts = [...together({ config, ops })].map((trace) => trace.ops.map(describeOp));
  expect(texts).toContainEqual([
    'vmm0: exportBar(BAR 0)',
    'vmm0: exportBar(BAR 1)',
    'importer0: openPort(port 1)',
    'importer0: importBar(BAR 1 at 0x258000)',
    'vmm0: resetDevice(device 0)',
  ]);
  expect(texts).toContainEqual([
    'vmm0: exportBar(BAR 0)',
    'importer1: openPort(port 1)',
    'importer1: importBar(BAR 0 at 0x258000)',
    'vmm0: resetDevice(device 0)',
  ]);
});

test('the picture of a revoke shows who still maps the BAR', () => {
  const skips = hostExhibits().find(({ name }) => name === 'host-revoke-skips-domain')!;
  const { maps, outcome } = hostPicture({ config, ops }, hostExhibitSubject(skips), ops.length - 1);
  const drawn = maps.map(({ title, leaves }) => [
    title,
    leaves.map(({ before, observed, wrong }) => [before, observed, wrong]),
  ]);
  expect(drawn).toEqual([
    ['IO leaves of importer 1 (iommufd), port 0', [[true, false, false]]],
    ['IO leaves of importer 1 (iommufd), port 1', [[true, true, true]]],
  ]);
  expect(outcome?.observed).toBe('revokeEnd(bar 1)');
});
