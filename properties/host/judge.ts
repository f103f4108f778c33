import type { HostConfig } from '../../model/vocabulary/host/config';
import type { HostSubject, RunningHost } from '../../model/vocabulary/host/machine';
import type { HostOp } from '../../model/vocabulary/host/op';
import type { LogStep } from '../../model/vocabulary/host/step';
import { STEP_NAMES } from '../../model/vocabulary/host/step-kind';
import { BROKEN, NOT_EXERCISED } from '../page-table/rule';
import { HostFacts } from './facts/facts';
import { Goals } from './goals';
import { ImportGoals } from './import-goals';
import { Races } from './races';
import type { HostRule } from './rule';

/** One rule broken in one trace: where it began. */
export interface HostBreach {
  readonly rule: HostRule;
  /** Index of the op; the number of ops for the end of the trace. */
  readonly at: number;
  /** Name of the step that showed it. */
  readonly step: string;
  readonly reason: string;
}

interface Slot {
  readonly slot: number;
  readonly rule: HostRule;
}

/** Judges logs of atomic steps: each step by the rules on its kind, while it is taken into the facts. */
export class HostJudge {
  readonly facts = new HostFacts();
  readonly goals = new Goals();
  readonly races = new Races();
  readonly importGoals = new ImportGoals();
  private readonly before: readonly (readonly Slot[])[];
  private readonly after: readonly (readonly Slot[])[];
  private readonly seen: Uint8Array;
  private breaches: HostBreach[] = [];
  private at = 0;
  /** Steps judged so far. */
  steps = 0;

  constructor(
    readonly rules: readonly HostRule[],
    /** One slot for each rule. */
    readonly tally: Int32Array = new Int32Array(rules.length),
  ) {
    this.before = tableOf(rules, 'before');
    this.after = tableOf(rules, 'after');
    this.seen = new Uint8Array(rules.length);
  }

  /** Runs a trace on a subject and judges its log op by op, and at the end. */
  judge(subject: HostSubject, config: HostConfig, ops: readonly HostOp[]): readonly HostBreach[] {
    const host = this.begin(subject, config);
    for (let at = 0; at < ops.length; at++) this.take(host, ops[at]!, at);
    return this.end(host, ops.length);
  }

  begin(subject: HostSubject, config: HostConfig): RunningHost {
    this.facts.reset(config);
    this.races.reset(config, this.facts);
    this.importGoals.reset(config);
    this.breaches = [];
    this.seen.fill(0);
    this.at = 0;
    return subject.start(config);
  }

  /** Runs one op and judges its steps. */
  take(host: RunningHost, op: HostOp, at: number): void {
    host.step(op);
    this.consume(host, at);
  }

  end(host: RunningHost, ops: number): readonly HostBreach[] {
    host.finish();
    this.consume(host, ops);
    return this.breaches;
  }

  private consume({ log }: RunningHost, at: number): void {
    for (; this.at < log.length; this.at++) {
      const step = log.steps[this.at]!;
      const actor = log.actors[this.at]!;
      const before = this.before[step.kind]!;
      if (before.length > 0) this.apply(before, step, actor, at);
      this.races.note(this.facts, step, actor);
      this.importGoals.note(this.facts, step, actor);
      this.facts.apply(step, actor);
      const after = this.after[step.kind]!;
      if (after.length > 0) this.apply(after, step, actor, at);
      this.goals.note(this.facts, step);
      this.steps++;
    }
  }

  private apply(slots: readonly Slot[], step: LogStep, actor: number, at: number): void {
    for (const { slot, rule } of slots) {
      const judgement = rule.check(this.facts, step, actor);
      if (judgement === NOT_EXERCISED) continue;
      this.tally[slot]!++;
      if (judgement !== BROKEN || this.seen[slot] === 1) continue;
      this.seen[slot] = 1;
      const reason = rule.explain(this.facts, step, actor);
      this.breaches.push({ rule, at, step: STEP_NAMES[step.kind]!, reason });
    }
  }
}

const tableOf = (rules: readonly HostRule[], when: HostRule['facts']): readonly (readonly Slot[])[] =>
  STEP_NAMES.map((_, kind) =>
    rules.flatMap((rule, slot) =>
      rule.facts === when && (rule.on as readonly number[]).includes(kind) ? [{ slot, rule }] : [],
    ),
  );
