import type { LogStep } from '../../model/vocabulary/host/step';
import { StepKind } from '../../model/vocabulary/host/step-kind';
import { policySubject } from '../../reference/policies/subjects';
import { seededDraw } from '../engine/draw';
import { HostFacts } from './facts/facts';
import { regionOf } from './facts/ownership';
import { isShared } from './facts/windows';
import { HostSource } from './generator';

const CASES = 40;

/** What a read step saw that the facts say otherwise; '' where they agree. */
function difference(facts: HostFacts, step: LogStep): string {
  const { ownership, io, holders } = facts;

  switch (step.kind) {
    case StepKind.readRmp: {
      const wanted = [ownership.asid[step.spa], ownership.large[regionOf(step.spa)] === 1 ? 21 : 12];
      const last = ownership.asid[step.spa + step.run - 1];
      return wanted[0] === step.asid && wanted[1] === step.lg && last === step.asid ? '' : `RMP of ${step.spa}`;
    }
    case StepKind.readLeaf: {
      const window = io.windows.at(step.dom, step.iova);
      const start = io.windows.startOf(window);
      if (io.leaves[window]!.lgAt(step.iova - start) !== step.lg) return `leaf size at ${step.iova}`;
      const found = io.leaves[window]!.spaAt(step.first - start);
      return step.lg === 0 || found === step.spa ? '' : `leaf at ${step.iova}`;
    }
    case StepKind.readBacking:
      return step.spa < 0 || holders.gfn[step.spa] === step.gfn ? '' : `page behind GPA ${step.gfn}`;
    case StepKind.dma:
      return step.probe && step.ok !== mayPass(facts, step) ? `probe of ${step.iova}` : '';
    case StepKind.portDma: {
      if (!step.ok || step.hit || step.routed) return '';
      const leaf = facts.imports.leafAt(step.importer, step.port, step.iova);
      return leaf !== null && leaf.spa + step.iova - leaf.iova === step.spa ? '' : `port's leaf at ${step.iova}`;
    }
    default:
      return '';
  }
}

/** True if the facts let a probe pass: rmp.md 4.3, for a device that no line of the IOTLB misleads. */
function mayPass({ io, ownership, config }: HostFacts, { device, t, iova }: LogStep & { kind: 23 }): boolean {
  const { guest } = config.devices[device]!;
  const window = io.windowOf(device, t, iova);
  const spa = io.aimOf(device, t, iova);
  const large = io.leaves[window]!.lgAt(io.gfnOf(device, t, iova)) >= 21;
  if (spa < 0) return false;
  if (isShared(window)) return large ? ownership.assignedIn[regionOf(spa)] === 0 : ownership.asid[spa] === 0;
  const rightful = ownership.asid[spa] === config.guests[guest]!.asid && ownership.validated[spa] === 1;
  return rightful && large === (ownership.large[regionOf(spa)] === 1);
}

test('the facts agree with everything that a correct host reads back, and with every probe', () => {
  const subject = policySubject('policy:correct')!;
  const source = new HostSource({}, null);
  const facts = new HostFacts();
  let compared = 0;
  for (let k = 0; k < CASES; k++) {
    const draw = seededDraw('facts', k);
    const config = source.begin(draw, draw.pick(source.themes));
    const host = subject.start(config);
    for (let op = source.next(host.sight); op !== null; op = source.next(host.sight)) host.step(op);
    host.finish();
    facts.reset(config);
    for (let at = 0; at < host.log.length; at++) {
      const step = host.log.steps[at]!;
      facts.apply(step, host.log.actors[at]!);
      expect(difference(facts, step)).toBe('');
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(CASES * 100);
});

test('a trace gives the same log whenever it runs', () => {
  const subject = policySubject('policy:late-flush')!;
  const source = new HostSource({}, null);
  const config = source.begin(seededDraw('again', 1), 'interleave');
  const host = subject.start(config);
  const ops = [];
  for (let op = source.next(host.sight); op !== null; op = source.next(host.sight)) {
    host.step(op);
    ops.push(op);
  }
  host.finish();
  const first = JSON.stringify(host.log.steps.slice(0, host.log.length));
  const again = subject.start(config);
  ops.forEach((op) => {
    again.step(op);
  });
  again.finish();
  expect(JSON.stringify(again.log.steps.slice(0, again.log.length))).toBe(first);
});
