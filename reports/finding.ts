import type { Finding, RuleInfo } from '../model/vocabulary';
import { entryTable } from './entry';
import type { Page } from './page';
import { lines, plural, wrap } from './text';

/** What the renderers need to know of a trace, whatever its machine. */
export interface AnyTrace {
  readonly ops: readonly unknown[];
}

/** What a finding needs from the room that knows how to write ops and files. */
export interface FindingWords<T extends AnyTrace> {
  /** The configuration of a trace in words. */
  readonly describeConfig: (trace: T) => string;
  /** An op in words. */
  readonly describeOp: (op: T['ops'][number]) => string;
  /** The trace file that replays it, if one was written. */
  readonly file: string | null;
}

/**
 * One finding as a person wants to read it: what is broken, the smallest trace with the breaking op marked, why, the
 * raw entries bit by bit, and one line that replays it.
 */
export function findingText<T extends AnyTrace>(
  finding: Finding<T>,
  rule: RuleInfo | null,
  words: FindingWords<T>,
  page: Page,
): string {
  const { colors } = page;
  const { counterexample } = finding;
  const blocks = [
    heading(finding, rule, page),
    `${wrap(words.describeConfig(counterexample.trace), page.width, '  ')}\n${opsText(finding, words, page)}`,
    wrap(counterexample.reason, page.width, '  '),
    ...counterexample.entries.map((entry) => entryTable(entry, page)),
  ];
  if (finding.restsOn?.length)
    blocks.push(wrap(`rests on: ${finding.restsOn.join(', ')} (\`iommu-conformance assumptions\`)`, page.width, '  '));
  if (rule !== null) blocks.push(wrap(`why it matters: ${rule.why}`, page.width, '  '));
  if (words.file !== null) blocks.push(`  ${colors.cyan(`npx iommu-conformance replay ${words.file}`)}`);
  return lines(blocks.join('\n\n'));
}

/** A finding that is not told in full: where it shows, and the file that replays it. */
export const findingLine = ({ rule, op, effect, known }: Finding<AnyTrace>, file: string): string =>
  `${rule ?? 'conformance'} ${known ? 'known' : 'also'} in ${op}: ${effect} (${file})`;

function heading(finding: Finding<AnyTrace>, rule: RuleInfo | null, page: Page): string {
  const { colors } = page;
  const { op, effect, known } = finding;
  const name = rule === null ? 'conformance' : rule.id;
  const state = known ? colors.yellow('known') : colors.bold(colors.red(rule === null ? 'differs' : 'broken'));
  const what = rule === null ? 'observed and expected outcome part; no rule is broken' : rule.statement;
  const facts = [...(rule === null ? [] : [rule.level, rule.source]), ...originText(finding)];
  return lines(
    `${colors.bold(name)} ${state} in ${op}: ${effect}`,
    wrap(what, page.width, '  '),
    ...(facts.length === 0 ? [] : [wrap(facts.join('; '), page.width, '  ')]),
  );
}

/** Where the trace came from; nothing where it was no search that found it (a replay counts no cases). */
export function originText({ count, counterexample }: Finding<AnyTrace>): string[] {
  if (count === 0) return [];
  const { caseNumber, seed, originalOps, trace } = counterexample;
  const length = trace.ops.length;
  const shrunk = length < originalOps ? `, ${plural(originalOps, 'op')} shrunk to ${length}` : '';
  return [`seen in ${plural(count, 'case')}, smallest from case ${caseNumber} of seed ${seed}${shrunk}`];
}

/** Longest trace that is printed whole; of a longer one the ops before the break. */
const OPS_SHOWN = 24;

function opsText<T extends AnyTrace>({ counterexample }: Finding<T>, words: FindingWords<T>, page: Page): string {
  const { trace, op: breaking } = counterexample;
  const first = trace.ops.length > OPS_SHOWN ? Math.max(0, Math.min(breaking + 1, trace.ops.length) - OPS_SHOWN) : 0;
  const last = Math.min(trace.ops.length, first + OPS_SHOWN);
  const numberWidth = String(last).length;
  const text = (index: number, what: string): string => {
    const line = `${index === breaking ? '>' : ' '} ${String(index).padStart(numberWidth)}  ${what}`;
    return `  ${index === breaking ? page.colors.bold(line) : line}`;
  };
  const shown = trace.ops.slice(first, last).map((op, i) => text(first + i, words.describeOp(op)));
  if (first > 0) shown.unshift(`    … ${plural(first, 'op')} before`);
  if (last < trace.ops.length) shown.push(`    … ${plural(trace.ops.length - last, 'op')} after`);
  if (breaking >= trace.ops.length) shown.push(text(trace.ops.length, 'end of the trace'));
  return shown.join('\n');
}
