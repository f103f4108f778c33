import type { Leaf, TableRef } from '../../../model/vocabulary';
import { BROKEN, HELD, NOT_EXERCISED, type Judgement } from '../rule';
import type { Step } from '../step';
import { leafText, pointerText } from './_entry';
import { isJudgeable } from './_placement';
import { completed } from './_range';

type PointerTest = (table: TableRef) => boolean;
type LeafTest = (leaf: Leaf, step: Step) => boolean;

/** Judges a rule that is about the pointers and the leaves that an op added. */
export function judgeEntries(step: Step, pointerIsGood: PointerTest, leafIsGood: LeafTest): Judgement {
  const { added, tablesAdded } = step.outcome;
  if (!completed(step)) return NOT_EXERCISED;
  let judged = tablesAdded.length > 0;
  for (let i = 0; i < tablesAdded.length; i++) if (!pointerIsGood(tablesAdded[i]!)) return BROKEN;
  for (let i = 0; i < added.length; i++) {
    const leaf = added[i]!;
    if (!isJudgeable(leaf, step)) continue;
    if (!leafIsGood(leaf, step)) return BROKEN;
    judged = true;
  }
  return judged ? HELD : NOT_EXERCISED;
}

/** The entry for which judgeEntries said BROKEN, in words. */
export function badEntryText(step: Step, pointerIsGood: PointerTest, leafIsGood: LeafTest): string {
  const table = step.outcome.tablesAdded.find((t) => !pointerIsGood(t));
  if (table !== undefined) return pointerText(table);
  return leafText(step.outcome.added.find((l) => isJudgeable(l, step) && !leafIsGood(l, step))!);
}
