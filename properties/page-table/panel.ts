import type { Facts } from './facts';
import type { Judgement } from './rule';

/** A rule that is asked about `Subject`: what it judges, and then the step. */
export interface Asked<Subject extends unknown[]> {
  /** As in StepRule. */
  readonly when?: Facts;
  readonly doubt?: Facts;
  check(...subject: Subject): Judgement;
}

/**
 * Asks every rule of a panel that has something to say where `facts` hold. Those that were exercised count `times`.
 * Returns all judgements, or-ed.
 */
type Asker<Subject extends unknown[]> = (
  facts: Facts,
  counts: Int32Array,
  times: number,
  ...subject: Subject
) => number;

/** Rules that are asked about the same, in the order of the catalogue. */
export class Panel<Subject extends unknown[], R extends Asked<Subject>> {
  readonly rules: R[] = [];
  /** How often each rule was exercised in the trace. */
  counts = new Int32Array(0);
  /** Index of each rule in the catalogue. */
  private readonly slots: number[] = [];
  private writtenOut: Asker<Subject> | null = null;

  /** `parameters`: names for the parts of the subject. */
  constructor(private readonly parameters: string) {}

  /** Adds the rule that has index `slot` in the catalogue. All rules are added before the first is asked. */
  add(rule: R, slot: number): void {
    this.rules.push(rule);
    this.slots.push(slot);
    this.counts = new Int32Array(this.rules.length);
  }

  get ask(): Asker<Subject> {
    return (this.writtenOut ??= writeOut(this.rules, this.parameters));
  }

  /** Moves what was counted to the catalogue's `tally`. */
  drain(tally: Int32Array): void {
    const { counts, slots } = this;
    for (let i = 0; i < counts.length; i++) {
      tally[slots[i]!]! += counts[i]!;
      counts[i] = 0;
    }
  }
}

/**
 * The rules as one function in which each is a call of its own, between tests of the facts that it names:
 *
 *     if ((facts & 1032) !== 0) { j = check7(step); counts[7] += …; all |= j; }
 *
 * A loop over a list of checks takes longer to find and enter each of them than most need to judge; here every call has
 * one target, which V8 knows, and may take in.
 */
function writeOut<Subject extends unknown[]>(rules: readonly Asked<Subject>[], parameters: string): Asker<Subject> {
  const lines = rules.map(({ when, doubt }, i) => {
    // 1 for HELD and BROKEN, without a branch.
    const call = `j = check${i}(${parameters}); counts[${i}] += ((j + 1) >> 1) * times; all |= j;`;
    const asked = doubt === undefined ? call : `if (${anyOf(doubt)}) { ${call} } else counts[${i}] += times;`;
    return when === undefined ? asked : `if (${anyOf(when)}) { ${asked} }`;
  });
  const body = `let all = 0; let j = 0;\n${lines.join('\n')}\nreturn all;`;
  const make = new Function(
    ...rules.map((_, i) => `check${i}`),
    `'use strict'; return (facts, counts, times, ${parameters}) => {\n${body}\n};`,
  ) as (...checks: Asked<Subject>['check'][]) => Asker<Subject>;
  return make(...rules.map(({ check }) => check));
}

const anyOf = (facts: Facts): string => `(facts & ${facts}) !== 0`;
