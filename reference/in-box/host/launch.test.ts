import type { HostConfig } from '../../../model/vocabulary/host/config';
import { correct } from '../../policies/correct';
import { config, run, start, steps } from './testing/host';
import { hostSubject } from '.';

/** The host with its guest still in launch. */
const inLaunch = (backing: 'in-place' | 'separate', contention = 0): HostConfig => {
  const host = config(backing, ['shared']);
  return { ...host, contention, guests: [{ ...host.guests[0]!, launched: false }] };
};
const launch = (n: number, refused = false) => start('vmm0', { call: 'launchUpdate', gfn: 4, n, refused });
const finish = start('vmm0', { call: 'launchFinish' });
const touch = start('vcpu0.0', { call: 'touch', gfn: 4 });
const inOrder = (names: string[], wanted: string[]): boolean =>
  wanted.every(
    (name, i) => names.indexOf(name) >= 0 && (i === 0 || names.indexOf(name) > names.indexOf(wanted[i - 1]!)),
  );

test.each(['in-place', 'separate'] as const)('%s: pages go Pre-Guest, then the firmware takes them', (backing) => {
  const host = hostSubject('h', correct).start(inLaunch(backing));
  const names = steps(host, launch(3));
  expect(inOrder(names, ['ioUnmap', 'completionWait', 'attrSet', 'rmpupdate', 'launchUpdate', 'end'])).toBe(true);
  expect(names).not.toContain('pvalidate');
  expect([3, 4, 6, 7].map((gfn) => host.sight.isPrivate(0, gfn))).toEqual([false, true, true, false]);
});

test('no vCPU runs before the launch is finished; then it finds its pages validated', () => {
  const host = run(hostSubject('h', correct).start(inLaunch('in-place')), [launch(1)]);
  expect(steps(host, touch)).toEqual(['quiescent']);
  expect(host.sight.launched(0)).toBe(false);
  host.step(finish);
  expect(host.sight.launched(0)).toBe(true);
  const names = steps(host, touch);
  expect(names).toContain('guestAccess');
  expect(names).not.toContain('pvalidate');
  expect(steps(host, launch(1))).toEqual(['begin', 'end', 'quiescent']);
});

test('what the firmware refuses is reclaimed and made shared; the others stay', () => {
  const host = hostSubject('h', correct).start(inLaunch('in-place'));
  const names = steps(host, launch(3, true));
  expect(inOrder(names, ['launchUpdate', 'reclaim', 'unlock'])).toBe(true);
  expect([4, 5, 6].map((gfn) => host.sight.isPrivate(0, gfn))).toEqual([true, true, false]);
  expect(host.sight.backing(0, 6, false)).toBe(6);
});

test('a page that the firmware takes back meanwhile is not launched', () => {
  const host = hostSubject('h', correct).start(inLaunch('in-place'));
  const held = { ...launch(1), hold: 1 };
  host.step(held);
  for (let names: string[] = []; !names.includes('rmpupdate');) names = steps(host, { op: 'run', actor: 'vmm0', n: 1 });
  host.step(start('firmware', { call: 'reclaim', pfn: 4 }));
  host.step({ op: 'run', actor: 'vmm0', n: null });
  expect(host.sight.isPrivate(0, 4)).toBe(false);
});
