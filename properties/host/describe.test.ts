import type { HostConfig } from '../../model/vocabulary/host/config';
import type { HostOp } from '../../model/vocabulary/host/op';
import { DEFAULT_RMP_ASSUMPTIONS } from '../../model/vocabulary/rmp/assumption';
import { describeConfig, describeOp, simplerConfigs, simplerOps } from '.';

const config: HostConfig = {
  ram: 5,
  mmio: [{ device: 1, first: 16, pages: 4, tio: true }],
  guests: [
    { asid: 5, vtom: null, backing: 'separate', regions: ['mixed', 'private 2M'], launched: true },
    { asid: 9, vtom: 4096, backing: 'in-place', regions: ['shared'], launched: false },
  ],
  devices: [
    { guest: 0, ats: true },
    { guest: 1, ats: false },
  ],
  importers: [],
  contention: 4,
  assumptions: DEFAULT_RMP_ASSUMPTIONS,
};

test('a host in one line', () => {
  expect(describeConfig(config)).toBe(
    '5 regions of RAM; guest 0 (ASID 5, separate: mixed, private 2M); ' +
      'guest 1 (ASID 9, in-place: shared; vTOM 0x1000000; in launch); ' +
      'device 0 of guest 0 with ATS; device 1 of guest 1; BAR of device 1 (4 pages from 0xa10000, can be private); ' +
      'one in 4 RMPUPDATEs and PSMASHes, the first among them, meets a busy region',
  );
});

test.each<readonly [HostOp, string]>([
  [
    { op: 'start', actor: 'vcpu0.1', call: { call: 'toPrivate', gfn: 5, n: 2 }, hold: 3 },
    'vcpu0.1: toPrivate(0x5000, 2 pages), held after 3 steps',
  ],
  [
    { op: 'start', actor: 'vmm0', call: { call: 'attach', device: 1, t: 1 }, hold: null },
    'vmm0: attach(device 1, T=1)',
  ],
  [
    { op: 'start', actor: 'kernel0', call: { call: 'gmemPunch', guest: 0, gfn: 512, n: 512 }, hold: null },
    'kernel0: gmemPunch(guest 0, 0x200000, 512 pages)',
  ],
  [
    { op: 'start', actor: 'vcpu0.0', call: { call: 'pvalidate', gfn: 0, size: 1, validate: true }, hold: null },
    'vcpu0.0: pvalidate(0x0, 2M, 1)',
  ],
  [{ op: 'run', actor: 'kernel1', n: 1 }, 'kernel1 goes on for 1 step'],
  [{ op: 'access', by: 'device', device: 0, t: 0, page: 7, write: true }, 'device 0 writes 0x7000 at T=0'],
  [{ op: 'access', by: 'host', page: 1, write: true, mapSize: null }, 'the host writes 0x1000 through the direct map'],
  [{ op: 'access', by: 'host', page: 1, write: false, mapSize: 21 }, 'the host reads 0x1000 through a leaf of 2^21'],
  [
    { op: 'start', actor: 'vmm1', call: { call: 'launchUpdate', gfn: 1, n: 2, refused: true }, hold: null },
    'vmm1: launchUpdate(0x1000, 2 pages, the last is refused)',
  ],
  [{ op: 'access', by: 'guest', guest: 0, page: 1, write: false }, 'guest 0 reads 0x1000'],
  [{ op: 'evict', device: 0, t: 1, page: 2 }, 'the IOTLB drops what serves device 0 at 0x2000, T=1'],
])('%j reads: %s', (op, text) => {
  expect(describeOp(op)).toBe(text);
});

test('simpler hosts have fewer guests, devices and regions, or plainer ones, and never less RAM than they need', () => {
  const simpler = [...simplerConfigs(config)];
  expect(simpler.length).toBeGreaterThan(5);
  expect(simpler.some(({ guests, devices }) => guests.length === 1 && devices.length === 1)).toBe(true);
  expect(simpler.some(({ contention }) => contention === 0)).toBe(true);
  expect(simpler.some(({ guests }) => guests[0]!.regions[0] === 'shared')).toBe(true);
});

test('simpler ops run to the end, on one page, near the beginning', () => {
  const op: HostOp = { op: 'start', actor: 'vcpu0.1', call: { call: 'toShared', gfn: 700, n: 8 }, hold: 9 };
  const texts = [...simplerOps(op)].map(describeOp);
  expect(texts[0]).toBe('vcpu0.1: toShared(0x2bc000, 8 pages)');
  expect(texts).toContain('vcpu0.1: toShared(0x2bc000, 1 page), held after 9 steps');
  expect(texts).toContain('vcpu0.1: toShared(0x0, 8 pages), held after 9 steps');
  expect(texts).toContain('vcpu0.0: toShared(0x2bc000, 8 pages), held after 9 steps');
});
