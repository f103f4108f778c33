import type { HostConfig } from '../../model/vocabulary/host/config';
import type { HostSubject, RunningHost } from '../../model/vocabulary/host/machine';
import type { ActorName, HostCall, HostOp } from '../../model/vocabulary/host/op';
import { StepKind } from '../../model/vocabulary/host/step-kind';
import type { RuleId } from '../../model/vocabulary/rule';
import { hostRules } from './catalogue';
import { HostJudge } from './judge';

/** Two protocols on one 2M region, of which every interleaving is tried. */
export interface Crossing {
  readonly config: HostConfig;
  /** What comes before. */
  readonly setup: readonly HostOp[];
  readonly sides: readonly [Side, Side];
  /** Requests of which one is made, between any two steps. */
  readonly probes: readonly HostOp[];
  /** Steps before which they are made: 0 … the sum of steps. Absent: before each, and after the last. */
  readonly places?: readonly number[];
}
interface Side {
  readonly actor: ActorName;
  readonly call: HostCall;
}

export interface CrossingResult {
  /** Steps of each protocol. */
  readonly steps: readonly [number, number];
  /** Interleavings, and runs: each interleaving with each probe at each place. */
  readonly computedInterleavings: number;
  readonly computedRuns: number;
  readonly interleavings: number;
  readonly runs: number;
  /** Runs that broke each rule. */
  readonly broken: ReadonlyMap<RuleId, number>;
}

/**
 * Runs every interleaving of the two protocols with every probe at every point. Two counts are made apart: how many
 * runs there must be, by counting paths on the grid of step numbers where no two protocols hold the lock; and how many
 * there were. A protocol whose number of steps depends on the other is not for this: it throws RangeError.
 */
export function cross(subject: HostSubject, crossing: Crossing): CrossingResult {
  const judge = new HostJudge(hostRules());
  const grids = crossing.sides.map((side) => soloLocks(subject, crossing, side));
  const [a, b] = grids as [boolean[], boolean[]];
  const steps = [a.length, b.length] as const;
  const computedInterleavings = countPaths(a, b);
  const places = crossing.places ?? Array.from({ length: a.length + b.length + 1 }, (_, place) => place);
  const broken = new Map<RuleId, number>();
  let interleavings = 0;
  let runs = 0;
  for (const path of paths(a, b)) {
    interleavings++;
    for (const probe of crossing.probes) {
      for (const place of places) {
        runs++;
        for (const id of runPath(judge, subject, crossing, path, probe, place)) {
          broken.set(id, (broken.get(id) ?? 0) + 1);
        }
      }
    }
  }
  const computedRuns = computedInterleavings * crossing.probes.length * places.length;
  return { steps, computedInterleavings, computedRuns, interleavings, runs, broken };
}

const isMark = (kind: number): boolean => kind >= StepKind.begin;

/** One protocol alone: for each of its steps, whether it holds the lock when it is done. */
function soloLocks(subject: HostSubject, { config, setup }: Crossing, { actor, call }: Side): boolean[] {
  const host = subject.start(config);
  for (const op of setup) host.step(op);
  const from = host.log.length;
  host.step({ op: 'start', actor, call, hold: null });
  const locks: boolean[] = [];
  let depth = 0;
  for (let at = from; at < host.log.length; at++) {
    const { kind } = host.log.steps[at]!;
    if (isMark(kind)) continue;
    if (kind === StepKind.lock) depth++;
    if (kind === StepKind.unlock) depth--;
    locks.push(depth > 0);
  }
  return locks;
}

/** True if a step from `i` to `i + 1` of one side takes the lock, or has it, while the other side holds it after `j`. */
const isFree = (own: readonly boolean[], i: number, other: readonly boolean[], j: number): boolean =>
  !(own[i]! && j > 0 && other[j - 1]!);

/** Number of ways through the grid. */
function countPaths(a: readonly boolean[], b: readonly boolean[]): number {
  let row: number[] = [];
  for (let i = 0; i <= a.length; i++) {
    const next: number[] = [];
    for (let j = 0; j <= b.length; j++) {
      let ways = i === 0 && j === 0 ? 1 : 0;
      if (i > 0 && isFree(a, i - 1, b, j)) ways += row[j]!;
      if (j > 0 && isFree(b, j - 1, a, i)) ways += next[j - 1]!;
      next.push(ways);
    }
    row = next;
  }
  return row[b.length]!;
}

/** Every way through the grid: sides in the order in which they take their steps. */
function* paths(a: readonly boolean[], b: readonly boolean[]): Iterable<readonly (0 | 1)[]> {
  const path: (0 | 1)[] = [];
  function* from(i: number, j: number): Iterable<readonly (0 | 1)[]> {
    if (i === a.length && j === b.length) yield path;
    if (i < a.length && isFree(a, i, b, j)) {
      path.push(0);
      yield* from(i + 1, j);
      path.pop();
    }
    if (j < b.length && isFree(b, j, a, i)) {
      path.push(1);
      yield* from(i, j + 1);
      path.pop();
    }
  }
  yield* from(0, 0);
}

function runPath(
  judge: HostJudge,
  subject: HostSubject,
  { config, setup, sides }: Crossing,
  path: readonly (0 | 1)[],
  probe: HostOp,
  place: number,
): readonly RuleId[] {
  const host = judge.begin(subject, config);
  let at = 0;
  const take = (op: HostOp): void => {
    judge.take(host, op, at++);
  };
  setup.forEach(take);
  for (const { actor, call } of sides) take({ op: 'start', actor, call, hold: 0 });
  path.forEach((side, step) => {
    if (step === place) take(probe);
    const before = host.log.length;
    take({ op: 'run', actor: sides[side].actor, n: 1 });
    if (!tookOne(host, before)) throw new RangeError(`${sides[side].actor} did not take its step ${step} alone`);
  });
  if (place === path.length) take(probe);
  return judge.end(host, at).map(({ rule }) => rule.id);
}

/** True if exactly one step was taken since the log had this length. */
function tookOne({ log }: RunningHost, from: number): boolean {
  let steps = 0;
  for (let at = from; at < log.length; at++) if (!isMark(log.steps[at]!.kind)) steps++;
  return steps === 1;
}
