import type { Subject } from '../model/vocabulary';
import { Word } from '../model/vocabulary/observation';
import { OP_NAMES } from '../model/vocabulary/op';
import { comparesWholeTrees } from '../properties/engine/cadence';
import { seededDraw } from '../properties/engine/draw';
import { allRules } from '../properties/page-table/catalogue';
import { differsAt } from '../properties/page-table/compare';
import { FastLane, type CaseSource } from '../properties/page-table/fast-lane';
import { Inspector } from '../properties/page-table/inspect';
import { INSPECT_FLAGS } from '../properties/page-table/observed/decode';

/** What one measurement gave. */
export interface Judged {
  readonly ops: number;
  readonly cases: number;
  readonly seconds: number;
  /** Rules exercised per op, and share of ops that changed or hit state. */
  readonly rulesPerOp: number;
  readonly activeShare: number;
  /** Share of ops that the model expects to return no error. */
  readonly successShare: number;
  /** Cases whose observation differed from what the model expects (known deviations of the subject). */
  readonly differing: number;
  /** How many ops there were of each kind. */
  readonly kinds: readonly number[];
}

/** Cases that tell the native speed: enough ops for a figure. */
const NATIVE_CASES = 400;
/** Runs of each. */
const NATIVE_RUNS = 5;
const BATCH = 128;

/**
 * The cost of judging on one core: draw, model, every rule of single runs, the subject, comparison, with the cadence of
 * design.md (windows and edges after every op, the whole tree at the end, whole trees and decoded rules in one of 64
 * cases; `wholeTrees: false` leaves the latter out, for traces so long that dumps would be all there is to measure).
 * `check` does more: relation rules on every fourth case, and it inspects the cases that differ, which are only counted
 * here. On a subject with known deviations that is most of its time.
 */
export async function judge(
  subject: Subject,
  source: CaseSource,
  seconds: number,
  { maxCases = Infinity, wholeTrees = true } = {},
): Promise<Judged> {
  const rules = allRules();
  const lane = new FastLane(rules, subject.capabilities, source);
  const inspector = new Inspector(subject, rules);
  const kinds = OP_NAMES.map(() => 0);
  let [ops, cases, exercised, active, succeeded, differing] = [0, 0, 0, 0, 0, 0];
  const started = performance.now();
  const over = (): boolean => cases >= maxCases || performance.now() - started > seconds * 1000;
  while (!over()) {
    const batch = [];
    for (let i = 0; i < (subject.runBatch === undefined ? 1 : BATCH); i++) {
      const everyOp = wholeTrees && comparesWholeTrees(cases);
      const examined = lane.draw(seededDraw('bench', cases++), everyOp);
      for (let r = 0; r < examined.tally.length; r++) exercised += examined.tally[r]!;
      ops += examined.trace.ops.length;
      active += examined.activeOps;
      succeeded += successes(examined.expected);
      for (const { kind } of examined.trace.ops) kinds[kind]!++;
      batch.push(subject.runBatch === undefined ? examined : { ...examined, expected: examined.expected.slice() });
    }
    const observed =
      subject.runBatch === undefined
        ? [subject.run(batch[0]!.trace, batch[0]!.flags)]
        : await subject.runBatch(
            batch.map((c) => c.trace),
            batch.map((c) => c.flags),
          );
    for (let i = 0; i < batch.length; i++) {
      const one = observed[i]!;
      const { words } = one instanceof Promise ? await one : one;
      const { trace, flags } = batch[i]!;
      if (differsAt(batch[i]!, words) >= 0) differing++;
      if (flags === INSPECT_FLAGS) inspector.judgeExpected(trace, words);
    }
  }
  const elapsed = (performance.now() - started) / 1000;
  const shares = { rulesPerOp: exercised / ops, activeShare: active / ops, successShare: succeeded / ops };
  return { ops, cases, seconds: elapsed, ...shares, differing, kinds };
}

/** Records of an observation, the end record aside, whose op returned no error. */
function successes(words: Uint32Array): number {
  let count = -1;
  for (let at = 0; at < words.length; at += words[at]!) if ((words[at + Word.ret]! | 0) >= 0) count++;
  return count;
}

/**
 * What the subject needs for the same cases when nobody looks: ops per second, or null if it cannot tell. The cases are
 * drawn again, one at a time: traces that the search kept would teach V8 to allocate every op where it keeps what lasts.
 */
export function nativeRate(subject: Subject, source: CaseSource): number | null {
  if (subject.timeNative === undefined) return null;
  const lane = new FastLane([], subject.capabilities, source);
  let [ops, nanoseconds] = [0, 0];
  for (let k = 0; k < NATIVE_CASES; k++) {
    const { trace } = lane.draw(seededDraw('bench', k), false);
    subject.timeNative([trace], 1);
    nanoseconds += subject.timeNative([trace], NATIVE_RUNS);
    ops += trace.ops.length * NATIVE_RUNS;
  }
  return ops / (nanoseconds / 1e9);
}
