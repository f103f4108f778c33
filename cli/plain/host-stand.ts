import { HostStand } from '../../campaign/stands/host/stand';
import type { HostSubject } from '../../model/vocabulary/host/machine';
import { seededDraw } from '../../properties/engine/draw';
import {
  checkPolicy,
  hostJudge,
  HostJudge,
  HostSource,
  hostRules,
  runCase,
  smallestBreach,
  type HostTrace,
} from '../../properties/host';
import { hostPicture } from '../../properties/host/picture/picture';
import { stepsText } from '../../properties/host/step-text';
import { hostConfigSchema, hostOpSchema } from '../../properties/host/trace-schema';
import { formatPlainTrace, parsePlainTrace, plainDocument } from '../../properties/plain/trace-file';
import { hostSubject } from '../../reference/in-box/host';
import { hostExhibits, hostExhibitSubject } from '../../reference/museum/host';
import { policies } from '../../reference/policies';
import { RMP_CHOICES } from './choices';
import type { AnyPlainTrace, PlainStand, ReplayedStep } from './plain-stand';

const PREFIX = 'policy:';

/** RMP-114 waits for two vCPUs that fault on one page within a few steps. */
const SUITE_CASES = 6000;

/** The policy that holds every rule, named ahead of the others. */
const SOUND = 'correct';

// A trace that reaches this stand was parsed, or made, by it.
const own = (trace: AnyPlainTrace) => trace as HostTrace;

function subjectCalled(name: string): HostSubject {
  const policy = policies().find((candidate) => `${PREFIX}${candidate.name}` === name);
  if (policy !== undefined) return hostSubject(name, policy);
  const exhibit = hostExhibits().find((candidate) => `exhibit:${candidate.name}` === name);
  if (exhibit === undefined) throw new RangeError(`no subject ${name} of the host machine`);
  return hostExhibitSubject(exhibit);
}

const policyNames = (): string[] => {
  const names = policies().map(({ name }) => name);
  return [SOUND, ...names.filter((name) => name !== SOUND).sort()].map((name) => `${PREFIX}${name}`);
};

/** Every op with the atomic steps that it took; the last line is the end of the trace, when all protocols run out. */
function replayedSteps({ config, ops }: HostTrace, name: string): ReplayedStep[] {
  const host = subjectCalled(name).start(config);
  const { log } = host;
  const taken = (act: () => void): string => {
    const first = log.length;
    act();
    return stepsText(log.steps.slice(first, log.length));
  };
  const steps = ops.map((op) => ({ op: hostJudge.describeOp(op), outcome: taken(() => host.step(op)) }));
  return [...steps, { op: 'end of the trace', outcome: taken(() => host.finish()) }];
}

const parse = (document: unknown, path: string) =>
  parsePlainTrace(document, path, 'host', hostConfigSchema, hostOpSchema);

/** The host machine: on its stand are policies, and the kernel or hardware below them with a known bug. */
export const hostStand = (): PlainStand => ({
  machine: hostJudge.name,
  telling: {
    machine: hostJudge.name,
    describeConfig: (trace) => hostJudge.describeConfig(own(trace).config),
    describeOp: (op) => hostJudge.describeOp(op as HostTrace['ops'][number]),
    document: plainDocument,
    fileText: (trace, { subject, rule }) =>
      formatPlainTrace(trace, {
        ...(subject === undefined ? {} : { subject }),
        ...(rule === undefined ? {} : { rule }),
      }),
  },
  subjects: policyNames(),
  what: (name) => `host machine: ${policies().find((policy) => `${PREFIX}${policy.name}` === name)!.what}`,
  sound: `${PREFIX}${SOUND}`,
  suiteCases: SUITE_CASES,
  missing: [],
  themes: hostJudge.source({}).themes,
  choices: RMP_CHOICES,
  rules: hostRules,
  exhibits: hostExhibits,
  check: (name, options) => checkPolicy(subjectCalled(name), options, parse),
  campaign: (name, chosen) => new HostStand(subjectCalled(name), chosen, parse),
  convict(name, { seed, maxCases, shrinkBudgetOps = 10_000, assume = {} }) {
    const { rule } = hostExhibits().find((exhibit) => exhibit.name === name)!;
    const subject = subjectCalled(`exhibit:${name}`);
    const accused = hostRules().filter(({ id }) => id === rule);
    const judge = new HostJudge(accused);
    const source = new HostSource(assume, null);
    for (let k = 0; k < maxCases; k++) {
      const draw = seededDraw(seed, k);
      const found = runCase(judge, subject, source, draw, draw.pick(source.themes));
      if (found.breaches.length === 0) continue;
      const { config, ops } = smallestBreach(subject, accused, found, rule, shrinkBudgetOps);
      const breaches = new HostJudge(hostRules()).judge(subject, config, ops);
      const others = breaches.map((breach) => breach.rule.id).filter((id) => id !== rule);
      return { cases: k + 1, traceOps: ops.length, others };
    }
    return null;
  },
  parse,
  hasModel: false,
  picture: (trace, name, at) => hostPicture(own(trace), subjectCalled(name), at),
  replay(trace, name) {
    const { ops } = own(trace);
    const steps = replayedSteps(own(trace), name);
    const { breaches } = hostJudge.run(own(trace), subjectCalled(name));
    return {
      steps,
      breaches: breaches.map(({ rule, at, step, reason }) => ({
        rule,
        at,
        op: ops[at]?.op ?? 'end',
        effect: `in step ${step}`,
        reason,
      })),
    };
  },
});
