import type { Subject, Trace } from '../model/vocabulary';
import { describeOp } from '../properties/engine/describe';
import type { Diff, Parting } from '../properties/engine/diff';
import { contractOf } from '../properties/engine/diff';
import { INSPECT_FLAGS, decodeRun } from '../properties/page-table/observed/decode';
import { configText } from '../reports/config-text';
import { outcomeLines } from '../reports/outcome';
import { plural, widest, wrap } from '../reports/text';
import type { Door } from './door';
import { writeTrace } from './trace-folder';

/** What a comparison of two subjects found: the smallest trace with what each did, or that they agree. */
export async function printDiff(
  diff: Diff,
  pair: readonly [Subject, Subject],
  seed: string,
  out: string,
  door: Door,
): Promise<void> {
  const { page, print } = door;
  const names = pair.map(({ capabilities }) => capabilities.name);
  const run = `${plural(diff.cases, 'case')}, ${plural(diff.ops, 'op')}, seed ${seed}, compared: ${diff.levels.join(', ')}`;
  const { parting } = diff;
  if (parting === null) {
    print(wrap(`${names.join(' and ')} agree in everything compared (${run})`, page.width));
    return;
  }
  print(page.colors.bold(`${names.join(' and ')} part in ${parting.op}: ${parting.effect}`));
  print(wrap(configText(parting.trace.config), page.width, '  '));
  await printOps(parting, pair, door);
  const file = writeTrace(parting.trace, out, `diff-${names.join('-')}`, { subject: names[0]! });
  print(
    `\n${wrap(`${run}; case ${parting.caseNumber}, ${plural(parting.originalOps, 'op')} shrunk to ${parting.trace.ops.length}`, page.width)}`,
  );
  for (const { capabilities } of pair) {
    if (!capabilities.contracts.includes(parting.trace.config.contract)) continue;
    print(`  npx iommu-conformance replay ${file} --subject ${capabilities.name}`);
  }
}

/** Each op, and below the one at which they part what each of them did. */
async function printOps({ trace, at }: Parting, pair: readonly [Subject, Subject], door: Door): Promise<void> {
  const outcomes = await Promise.all(pair.map((subject) => linesAt(subject, trace, at)));
  const width = widest(pair.map(({ capabilities }) => capabilities.name));
  trace.ops.forEach((op, i) => door.print(`  ${i === at ? '>' : ' '} ${i}  ${describeOp(op)}`));
  pair.forEach(({ capabilities }, side) => {
    for (const line of outcomes[side]!) door.print(`      ${capabilities.name.padEnd(width)}  ${line}`);
  });
}

/** What `subject` did in op `at`, in lines. */
async function linesAt(subject: Subject, trace: Trace, at: number): Promise<string[]> {
  const config = { ...trace.config, contract: contractOf(subject, trace.config.contract) };
  const own = { ...trace, config };
  const { words, casualty } = await subject.run(own, INSPECT_FLAGS);
  if (casualty !== null) return [casualty.message];
  const op = trace.ops[at];
  const step = decodeRun(own, words).steps[at];
  if (op === undefined) return ['tables at the end differ: replay with --step shows them'];
  return step === undefined ? ['stopped before'] : outcomeLines(op, step.outcome);
}
