import type { HostConfig } from '../../../model/vocabulary/host/config';
import { BufferState, type PortDmaStep, type PortMapStep } from '../../../model/vocabulary/host/import-step';
import type { HostImporter } from '../../../model/vocabulary/host/importer';
import type { RunningHost } from '../../../model/vocabulary/host/machine';
import type { HostOp } from '../../../model/vocabulary/host/op';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { correct } from '../../policies/correct';
import { config, run, start, steps } from './testing/host';
import { hostSubject } from '.';

/** A BAR of four pages that can be private, in the region behind six of RAM. */
const BAR = 6 * 512 + 16;
const IOVA = 1024 + 16;

const importer = (fields: Partial<HostImporter>): HostImporter => ({
  path: 'iommufd',
  ports: [{ ats: false }, { ats: true }],
  t: 0,
  guest: 0,
  acs: true,
  ...fields,
});
const withImporter = (fields: Partial<HostImporter>): HostConfig => ({
  ...config('in-place', ['private 4K']),
  mmio: [{ device: 0, first: 16, pages: 4, tio: true }],
  importers: [importer(fields)],
});
const begin = (fields: Partial<HostImporter>): RunningHost => hostSubject('h', correct).start(withImporter(fields));

const exportBar = start('vmm0', { call: 'exportBar', bar: 0 });
const importBar = (fields: { iova?: number; before?: number; after?: number; fails?: number } = {}): HostOp =>
  start('importer0', { call: 'importBar', bar: 0, iova: IOVA, before: 0, after: 0, fails: 0, ...fields });
const openPort = (fails = 0): HostOp => start('importer0', { call: 'openPort', port: 1, fails });
const reset = start('vmm0', { call: 'resetDevice', device: 0 });
const lockTdi = start('vmm0', { call: 'lockTdi', device: 0 });
const accept = start('vmm0', { call: 'accept', device: 0 });
const request = (port = 0, page = IOVA): HostOp => ({
  op: 'access',
  by: 'importer',
  importer: 0,
  port,
  page,
  write: true,
});

const taken = <K extends StepKind>({ log }: RunningHost, kind: K) =>
  log.steps.slice(0, log.length).filter((step) => step.kind === kind);
/** What became of the request: the system page that it reached, or null. */
function reached(host: RunningHost, op: HostOp): number | null {
  host.step(op);
  const { ok, spa } = taken(host, StepKind.portDma).at(-1) as PortDmaStep;
  return ok ? spa : null;
}
const maps = (host: RunningHost): PortMapStep[] => taken(host, StepKind.portMap) as PortMapStep[];

test('iommufd maps a BAR in every domain, without the C-bit (dma-mmio.md 6.2)', () => {
  const host = run(begin({}), [exportBar, importBar(), openPort()]);
  expect(maps(host).map(({ port, spa, encrypted }) => [port, spa, encrypted])).toEqual([
    [0, BAR, false],
    [1, BAR, false],
  ]);
  expect(reached(host, request(0))).toBe(BAR);
  expect(reached(host, request(1, IOVA + 3))).toBe(BAR + 3);
});

test('a revoke empties every domain and every line; the area stays empty, a new one does not (dma-mmio.md 6.4)', () => {
  const host = run(begin({}), [exportBar, importBar(), openPort(), request(0), request(1), reset]);
  expect(host.sight.bufferState(0)).toBe(BufferState.live);
  expect(reached(host, request(0))).toBeNull();
  expect(reached(host, request(1))).toBeNull();
  expect(host.sight.imported(0, 0)).toMatchObject({ mapped: false });
  host.step(importBar());
  expect(reached(host, request(1))).toBe(BAR);
});

test('type1 maps RAM and the BAR beside it in calls of their own, for a later port too (dma-mmio.md 5.3, 5.8 L9)', () => {
  const host = run(begin({ path: 'type1' }), [importBar({ before: 2, after: 1 }), openPort()]);
  const flags = maps(host).map(({ port, iova, spa, mmio, encrypted }) => [
    port,
    iova - IOVA,
    spa - BAR,
    mmio,
    encrypted,
  ]);
  const runs = (port: number) => [
    [port, 0, -2, false, true],
    [port, 2, 0, true, false],
    [port, 6, 4, false, true],
  ];
  // By the size of leaves: one write each, as no two pieces of a run are of one size here.
  expect(flags.filter(([, , spa]) => [-2, 0, 4].includes(spa as number))).toEqual([...runs(0), ...runs(1)]);
});

test('what fails for the second domain is taken back from the first (dma-mmio.md 5.4)', () => {
  const host = run(begin({}), [exportBar, openPort(), importBar({ fails: 2 })]);
  expect(maps(host).map(({ port, done, n }) => [port, done === n])).toEqual([
    [0, true],
    [1, false],
  ]);
  expect(reached(host, request(0))).toBeNull();
  expect(host.sight.imported(0, 0)).toBeNull();
});

test('a revoke waits for a transfer, and for the driver to unmap (dma-mmio.md 1.6)', () => {
  const driver = begin({ path: 'dma-api', ports: [{ ats: false }] });
  const host = run(driver, [exportBar, importBar()]);
  const { iova } = host.sight.imported(0, 0)!;
  host.step(start('importer0', { call: 'transfer', bar: 0, page: 0, n: 2 }, 3));
  host.step(reset);
  const vmm = host.sight.actors.indexOf('vmm0');
  expect(host.sight.busy(vmm)).toBe(true);
  expect(reached(host, request(0, iova))).toBe(BAR);
  expect(steps(host, { op: 'run', actor: 'importer0', n: null })).toContain('fence');
  expect(steps(host, { op: 'run', actor: 'vmm0', n: null })).toEqual(['fenceWait', 'importUnlock']);
  expect(steps(host, { op: 'run', actor: 'importer0', n: null })).toContain('portUnmap');
  expect(steps(host, { op: 'run', actor: 'vmm0', n: null })).toContain('revokeEnd');
  expect(reached(host, request(0, iova))).toBeNull();
});

test('without ACS a driver is given the bus address, and no table has a part in it (dma-mmio.md 3.2)', () => {
  const host = run(begin({ path: 'dma-api', ports: [{ ats: false }], acs: false }), [exportBar, importBar()]);
  expect(host.sight.imported(0, 0)).toMatchObject({ iova: BAR, spans: [] });
  expect(maps(host)).toEqual([]);
  expect(reached(host, request(0, BAR + 1))).toBe(BAR + 1);
});

test('without ACS an IOVA at the address of a BAR must lead there (dma-mmio.md 7.3)', () => {
  const host = run(begin({ path: 'type1', acs: false }), [importBar({ iova: BAR + 1 })]);
  expect(maps(host)).toEqual([]);
  host.step(importBar({ iova: BAR }));
  expect(maps(host)).toHaveLength(1);
});

test.each(['iommufd', 'type1'] as const)(
  'an interface is locked when nobody has its BAR through %s any more, and then nobody at T=0 gets it (dma-mmio.md 3.4)',
  (path) => {
    const host = run(begin({ path }), [exportBar, importBar(), lockTdi]);
    expect(taken(host, StepKind.portUnmap)).toHaveLength(1);
    const before = maps(host).length;
    host.step(importBar());
    expect(maps(host)).toHaveLength(before);
    expect(reached(host, request(0))).toBeNull();
    host.step(start('vmm0', { call: 'release', device: 0 }));
    expect(reached(run(host, [importBar()]), request(0))).toBe(BAR);
  },
);

test('trusted devices of the guest get a private BAR, once its interface is accepted, where the guest sees it', () => {
  const gfn = 512 + 16;
  const host = run(begin({ t: 1 }), [exportBar, importBar({ iova: gfn }), lockTdi, importBar({ iova: gfn })]);
  run(host, [accept, importBar()]);
  expect(maps(host)).toEqual([]);
  host.step(importBar({ iova: gfn }));
  expect(maps(host).map(({ lg, n, encrypted }) => [lg, n, encrypted])).toEqual([[12, 4, false]]);
  expect(reached(host, request(0, gfn + 2))).toBe(BAR + 2);
});

test('while memory space is off nothing is exported alive, or mapped', () => {
  const off = start('vmm0', { call: 'setMemory', device: 0, on: false });
  const host = run(begin({}), [off, exportBar, importBar()]);
  expect(host.sight.bufferState(0)).toBe(BufferState.revoked);
  expect(host.sight.imported(0, 0)).toBeNull();
  host.step(start('vmm0', { call: 'setMemory', device: 0, on: true }));
  expect(reached(run(host, [importBar()]), request(0))).toBe(BAR);
});
