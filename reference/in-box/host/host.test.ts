import { StepKind } from '../../../model/vocabulary/host/step-kind';
import type { DmaStep } from '../../../model/vocabulary/host/own-step';
import type { HostPolicy } from '../../../model/vocabulary/host/policy';
import { lock, unlock } from '../../../model/vocabulary/host/policy-steps';
import { correct } from '../../policies/correct';
import { attach, config, lastDma, run, start, steps, write } from './testing/host';
import { hostSubject } from '.';

describe('conversions take the steps of rmp.md 5.3, in its order', () => {
  test('shared → private', () => {
    const host = run(hostSubject('h', correct).start(config('in-place', ['mixed'])), [attach]);
    const names = steps(host, start('vcpu0.0', { call: 'toPrivate', gfn: 9, n: 1 }));
    const order = ['ask', 'ioUnmap', 'iotlbInv', 'completionWait', 'nptZap', 'attrSet', 'rmpupdate', 'nptMap'];
    const wanted = [...order, 'pvalidate', 'end'];
    expect(wanted.map((name) => names.lastIndexOf(name))).toEqual(
      wanted.map((name) => names.lastIndexOf(name)).sort((x, y) => x - y),
    );
    expect(wanted.every((name) => names.includes(name))).toBe(true);
  });

  test('private → shared: the guest rescinds first, the RMP entry is split, the device gets the page last', () => {
    const host = run(hostSubject('h', correct).start(config('in-place', ['private 2M'])), [attach]);
    const names = steps(host, start('vcpu0.0', { call: 'toShared', gfn: 9, n: 1 }));
    const firsts = ['pvalidate', 'psmash', 'ask', 'attrSet', 'directMapSplit', 'rmpupdate', 'ioMap', 'end'].map(
      (name) => names.indexOf(name),
    );
    expect(firsts).toEqual([...firsts].sort((x, y) => x - y));
    expect(firsts[0]).toBeGreaterThan(0);
  });
});

describe('the scheduler', () => {
  test('a held protocol takes as many steps as it is let', () => {
    const host = hostSubject('h', correct).start(config('in-place', ['shared']));
    expect(steps(host, start('vmm0', { call: 'attach', device: 0, t: 0 }, 2))).toEqual(['begin', 'setDevice', 'lock']);
    expect(steps(host, { op: 'run', actor: 'vmm0', n: 1 })).toEqual(['readBacking']);
    expect(steps(host, { op: 'run', actor: 'vmm0', n: null }).slice(-2)).toEqual(['end', 'quiescent']);
  });

  test('a blocked actor is skipped, and goes on when the lock is free', () => {
    const host = hostSubject('h', correct).start(config('in-place', ['shared']));
    host.step(start('vmm0', { call: 'attach', device: 0, t: 0 }, 2));
    const convert = start('vcpu0.0', { call: 'toPrivate', gfn: 1, n: 1 });
    expect(steps(host, convert)).toEqual(['begin', 'ask']);
    expect(steps(host, { op: 'run', actor: 'vcpu0.0', n: 5 })).toEqual([]);
    host.step({ op: 'run', actor: 'vmm0', n: null });
    expect(steps(host, { op: 'run', actor: 'vcpu0.0', n: null })).toContain('rmpupdate');
  });

  test('nobody can run: stuck', () => {
    const greedy: HostPolicy = {
      ...correct,
      *mapShared() {
        yield lock(0, 0);
        yield lock(0, 1);
        yield unlock(0, 1);
        yield unlock(0, 0);
      },
      *beforePrivate() {
        yield lock(0, 0);
        yield unlock(0, 0);
      },
    };
    const host = hostSubject('h', greedy).start(config('in-place', ['shared', 'shared']));
    host.step(start('vmm0', { call: 'attach', device: 0, t: 0 }, 2));
    host.step(start('vcpu0.0', { call: 'toPrivate', gfn: 512, n: 1 }));
    host.finish();
    expect(host.log.steps.slice(0, host.log.length).some(({ kind }) => kind === StepKind.stuck)).toBe(true);
  });

  test('a busy actor ends what it is at before it begins something else', () => {
    const host = hostSubject('h', correct).start(config('in-place', ['shared']));
    host.step(start('vmm0', { call: 'attach', device: 0, t: 0 }, 1));
    const names = steps(host, start('vmm0', { call: 'detach', device: 0 }));
    expect(names.indexOf('end')).toBeLessThan(names.indexOf('begin'));
  });

  test('calls that are not the actor’s, or name what is not there, do nothing', () => {
    const host = hostSubject('h', correct).start(config('in-place', ['shared']));
    const idle = ['quiescent'];
    expect(steps(host, start('vmm0', { call: 'touch', gfn: 0 }))).toEqual(idle);
    expect(steps(host, start('vcpu0.0', { call: 'alloc', n: 1 }))).toEqual(idle);
    expect(steps(host, start('vmm0', { call: 'attach', device: 7, t: 0 }))).toEqual(idle);
    expect(steps(host, start('vcpu3.0', { call: 'touch', gfn: 0 }))).toEqual(idle);
    expect(steps(host, write(99_999)).slice(0, 1)).toEqual(['dma']);
  });
});

describe('the IOMMU’s command queue', () => {
  test.each([
    [false, 'iotlbInv'],
    [true, 'devtlbInv'],
  ] as const)('ATS %s: %s has happened when a completion wait is over, and no sooner', (ats, command) => {
    const host = run(hostSubject('h', correct).start(config('separate', ['shared'], ats)), [attach, write(7)]);
    const convert = start('vcpu0.0', { call: 'toPrivate', gfn: 7, n: 1 }, 1);
    host.step(convert);
    for (let names: string[] = []; !names.includes(command);) {
      names = steps(host, { op: 'run', actor: 'vcpu0.0', n: 1 });
    }
    host.step(write(7));
    expect(lastDma(host)).toMatchObject({ ok: true, hit: true });
    for (let names: string[] = []; !names.includes('completionWait');) {
      names = steps(host, { op: 'run', actor: 'vcpu0.0', n: 1 });
    }
    host.step(write(7));
    expect(lastDma(host)).toMatchObject({ ok: false, hit: false });
  });
});

describe('memory', () => {
  test('the page freed last is handed out first', () => {
    const host = run(hostSubject('h', correct).start(config('separate', ['shared'])), [
      start('vcpu0.0', { call: 'toPrivate', gfn: 3, n: 1 }),
    ]);
    expect(host.sight.backing(0, 3, true)).toBe(3);
    expect(host.sight.backing(0, 3, false)).toBe(-1);
  });

  test('a whole region is prepared as one 2M entry, and converted back as one', () => {
    const host = hostSubject('h', correct).start(config('separate', ['shared']));
    const there = steps(host, start('vcpu0.0', { call: 'toPrivate', gfn: 0, n: 512 }));
    expect(there.filter((name) => name === 'rmpupdate')).toHaveLength(1);
    expect(there).not.toContain('directMapSplit');
    const back = steps(host, start('vcpu0.0', { call: 'toShared', gfn: 0, n: 512 }));
    expect(back.filter((name) => name === 'rmpupdate')).toHaveLength(1);
    expect(back).not.toContain('psmash');
  });

  test('what cannot be made Hypervisor is leaked, not freed', () => {
    const busy = { ...config('separate', ['private 2M']), contention: 3 };
    const host = hostSubject('h', correct).start(busy);
    expect(steps(host, start('kernel0', { call: 'gmemPunch', guest: 0, gfn: 0, n: 512 }))).toContain('leakPage');
    expect(host.sight.holder(0)).not.toBe(0);
  });
});

test('at the end every leaf that a device can reach gets one request', () => {
  const host = run(hostSubject('h', correct).start(config('in-place', ['shared', 'mixed'])), [attach]);
  const from = host.log.length;
  host.finish();
  const probes = host.log.steps.slice(from, host.log.length).filter(({ kind }) => kind === StepKind.dma) as DmaStep[];
  expect(probes).toHaveLength(1 + 508);
  expect(probes.every(({ ok, probe }) => ok && probe)).toBe(true);
});
