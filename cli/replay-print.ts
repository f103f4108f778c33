import { PageTableMachine } from '../model/page-table';
import type { RuleId, Subject, Trace } from '../model/vocabulary';
import { describeOp } from '../properties/engine/describe';
import { counterexampleOf } from '../properties/page-table/counterexample';
import type { Inspection } from '../properties/page-table/inspect';
import { INSPECT_FLAGS } from '../properties/page-table/observed/decode';
import { runsOf, splitRecords } from '../properties/page-table/observed/records';
import { findingText } from '../reports/finding';
import { outcomeLines } from '../reports/outcome';
import type { Tree } from '../reports/tree';
import { treeText } from '../reports/tree';
import type { Door } from './door';
import { PAGE_TABLE_TELLING } from './telling';
import { treesOf } from './tree-rows';

/** The tables after each op, as the subject dumps them. */
export async function treesAfterEach(subject: Subject, trace: Trace): Promise<Tree[][]> {
  const { words } = await subject.run(trace, INSPECT_FLAGS);
  return splitRecords(words).map(({ at }) => treesOf(trace.config, runsOf(words, at)));
}

/** Every op in words with what came back; beside it what the model expects, where that differs. */
export function printSteps(trace: Trace, inspection: Inspection, trees: readonly Tree[][], door: Door): void {
  const { page, print } = door;
  const machine = new PageTableMachine(trace.config);
  trace.ops.forEach((op, i) => {
    const step = inspection.run?.steps[i];
    if (step === undefined) return;
    print(`\n${page.colors.bold(`${i}  ${describeOp(op)}`)}`);
    const observed = outcomeLines(op, step.outcome);
    const expected = outcomeLines(op, machine.step(op));
    for (const line of observed) print(`     ${line}`);
    const missed = expected.filter((line) => !observed.includes(line));
    for (const line of missed) print(page.colors.yellow(`     expected: ${line}`));
    for (const tree of trees[i] ?? []) print(treeText(tree, page));
  });
}

/** Each rule that the trace breaks (`first` ahead), with the raw entries bit by bit; or that it breaks none. */
export function printBreaches(trace: Trace, inspection: Inspection, door: Door, first?: RuleId): void {
  const { page, print } = door;
  const origin = { seed: '', caseNumber: 0, originalOps: trace.ops.length };
  const ahead = inspection.breaches.filter((breach) => first !== undefined && breach.rule?.id === first);
  for (const breach of [...ahead, ...inspection.breaches.filter((breach) => !ahead.includes(breach))]) {
    const { rule, op, effect } = breach;
    const counterexample = counterexampleOf(trace, inspection, breach, origin);
    const finding = { rule: rule?.id ?? null, op, effect, count: 0, known: false, counterexample };
    print(`\n${findingText(finding, rule, { ...PAGE_TABLE_TELLING, file: null }, page)}`);
  }
  if (inspection.breaches.length === 0)
    print(`\n${page.colors.green('breaks no rule, and does what the model expects')}`);
}
