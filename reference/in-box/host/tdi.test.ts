import type { HostConfig } from '../../../model/vocabulary/host/config';
import type { HostOp } from '../../../model/vocabulary/host/op';
import type { HostAccessStep } from '../../../model/vocabulary/host/own-step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { correct } from '../../policies/correct';
import { attach, config, lastDma, run, start, steps, write } from './testing/host';
import { hostSubject } from '.';

const VTOM = 4096;
/** The BAR as the guest sees it: behind its one region of memory; and where it is, behind six of RAM. */
const BAR = 512 + 16;
const BAR_SPA = 6 * 512 + 16;

const withBar = (tio: boolean, pages = 4): HostConfig => ({
  ...config('in-place', ['mixed']),
  mmio: [{ device: 0, first: pages === 512 ? 0 : 16, pages, tio }],
});
const withVtom = (): HostConfig => {
  const host = config('in-place', ['mixed']);
  return { ...host, guests: [{ ...host.guests[0]!, vtom: VTOM }] };
};
const accept = start('vmm0', { call: 'accept', device: 0 });
const lockTdi = start('vmm0', { call: 'lockTdi', device: 0 });
const release = start('vmm0', { call: 'release', device: 0 });
const trusted = (page: number): HostOp => ({ op: 'access', by: 'device', device: 0, t: 1, page, write: true });
const hostWrites = (page: number): HostOp => ({ op: 'access', by: 'host', page, write: true, mapSize: 12 });

test('a shared BAR is mapped with memory, without the C-bit', () => {
  const host = run(hostSubject('h', correct).start(withBar(true)), [attach, write(BAR)]);
  expect(lastDma(host)).toMatchObject({ ok: true, spa: BAR_SPA });
  const maps = host.log.steps.slice(0, host.log.length).filter((step) => step.kind === StepKind.ioMap);
  expect(maps.map(({ spa, encrypted }) => [spa >= 6 * 512, encrypted])).toEqual([
    [false, true],
    [true, false],
  ]);
});

test('locked, a BAR is Pre-Guest; accepted, it is the guest’s; released, it is shared again', () => {
  const host = hostSubject('h', correct).start(withBar(true));
  host.step(attach);
  expect(steps(host, lockTdi)).toEqual(expect.arrayContaining(['ioUnmap', 'completionWait', 'rmpupdate']));
  host.step(write(BAR));
  expect(lastDma(host).ok).toBe(false);
  expect(steps(host, accept)).toContain('mmioValidate');
  host.step(trusted(BAR));
  expect(lastDma(host)).toMatchObject({ ok: true, spa: BAR_SPA });
  host.step(hostWrites(BAR_SPA));
  const refused = host.log.steps.slice(0, host.log.length).findLast(({ kind }) => kind === StepKind.hostAccess);
  expect((refused as HostAccessStep).ok).toBe(false);
  host.step(release);
  expect(steps(host, attach)).toContain('ioMap');
  host.step(write(BAR));
  expect(lastDma(host).ok).toBe(true);
});

test('a BAR of 2M goes by one entry, and by one leaf', () => {
  const host = run(hostSubject('h', correct).start(withBar(true, 512)), [accept]);
  const log = host.log.steps.slice(0, host.log.length);
  expect(log.filter((step) => step.kind === StepKind.rmpupdate).map(({ lg, n }) => [lg, n])).toEqual([[21, 1]]);
  expect(log.some((step) => step.kind === StepKind.ioMap && step.lg === 21 && step.mmio)).toBe(true);
});

test('a BAR that was locked and never accepted is reclaimed first', () => {
  const host = run(hostSubject('h', correct).start(withBar(true)), [lockTdi]);
  const names = steps(host, release);
  expect(names.indexOf('reclaim')).toBeGreaterThan(0);
  expect(names.indexOf('rmpupdate')).toBeGreaterThan(names.indexOf('reclaim'));
  expect(host.sight.isPrivate(0, BAR)).toBe(false);
});

test('what the platform fixed stays shared: a trusted device is not stopped by it', () => {
  const host = hostSubject('h', correct).start(withBar(false));
  expect(steps(host, accept)).not.toContain('mmioValidate');
  expect(host.sight.isPrivate(0, BAR)).toBe(false);
});

test('a trusted device reaches private pages below vTOM and shared ones above; a conversion closes those too', () => {
  const host = run(hostSubject('h', correct).start(withVtom()), [accept, trusted(1)]);
  expect(lastDma(host)).toMatchObject({ ok: true, spa: 1 });
  host.step(trusted(VTOM + 9));
  expect(lastDma(host)).toMatchObject({ ok: true, spa: 9 });
  host.step(start('vcpu0.0', { call: 'toPrivate', gfn: 9, n: 1 }));
  host.step(trusted(VTOM + 9));
  expect(lastDma(host)).toMatchObject({ ok: false, hit: false });
  // Its fault has fenced the guest (rmp.md 4.5).
  host.step(start('firmware', { call: 'clearFence', guest: 0 }));
  host.step(trusted(9));
  expect(lastDma(host)).toMatchObject({ ok: true, spa: 9 });
});
