import type { Finding, RuleInfo, Verdict } from '../model/vocabulary';
import type { TracePicture } from '../model/vocabulary/picture';
import { findingLine, findingText, type AnyTrace } from '../reports/finding';
import { verdictJson } from '../reports/json';
import { ruleTable } from '../reports/rule-table';
import type { WrittenTrace } from '../reports/run';
import { goalsText, runText, statusCounts, themesText } from '../reports/summary';
import { wrap } from '../reports/text';
import type { Door } from './door';
import type { Telling } from './telling';
import { writeTraces } from './trace-folder';
import { writeVerdictFiles, type VerdictFileFlags } from './verdict-files';

/** How a verdict is to be told. */
export interface ReportFlags extends VerdictFileFlags {
  readonly json?: true;
  /** Folder for trace files. */
  readonly out: string;
}

/**
 * Writes the trace files and prints the verdict: as JSON, or as rule table, findings and summary. Other files
 * come last, so that one that cannot be written costs nothing else. `pictures`: for the HTML page.
 */
export function reportVerdict<T extends AnyTrace>(
  verdict: Verdict<T>,
  telling: Telling<T>,
  flags: ReportFlags,
  door: Door,
  pictures: ReadonlyMap<Finding<T>, TracePicture> = new Map(),
  files: ReadonlyMap<Finding<T>, WrittenTrace> = writeTraces(verdict, telling, flags.out),
): void {
  if (flags.json) door.print(verdictJson(verdict, telling.document));
  else printVerdict(verdict, telling, files, door);
  writeVerdictFiles(verdict, telling, files, flags, pictures);
}

function printVerdict<T extends AnyTrace>(
  verdict: Verdict<T>,
  telling: Telling<T>,
  files: ReadonlyMap<Finding<T>, WrittenTrace>,
  door: Door,
): void {
  const { page, print } = door;
  print(ruleTable(verdict.rules, page));
  printFindings(verdict, telling, files, door);
  if (verdict.waysDropped !== undefined && verdict.waysDropped > 0) {
    print(wrap(`${verdict.waysDropped} more ways of failing were seen and not kept`, page.width));
  }
  print(`\n${themesText(verdict, page)}`);
  const goals = goalsText(verdict, page);
  if (goals !== null) print(goals);
  print(runText(verdict, page));
  print(statusCounts(verdict, page));
}

/** Findings without a rule that are told in full; each rule has one. */
const DIVERGENCES_IN_FULL = 3;

/** All findings of a verdict, by rule. */
export function printFindings<T extends AnyTrace>(
  verdict: Verdict<T>,
  telling: Telling<T>,
  files: ReadonlyMap<Finding<T>, WrittenTrace>,
  door: Door,
): void {
  for (const { rule, findings } of verdict.rules) printFindingsOf(rule, findings, telling, files, door);
  printFindingsOf(null, verdict.divergences, telling, files, door);
}

/** The smallest unknown findings in full, the others in a line each: the same rule broken in another way. */
function printFindingsOf<T extends AnyTrace>(
  rule: RuleInfo | null,
  findings: readonly Finding<T>[],
  telling: Telling<T>,
  files: ReadonlyMap<Finding<T>, WrittenTrace>,
  { page, print }: Door,
): void {
  const full = findings.filter(({ known }) => !known).slice(0, rule === null ? DIVERGENCES_IN_FULL : 1);
  for (const finding of full) {
    print(`\n${findingText(finding, rule, { ...telling, file: files.get(finding)?.path ?? null }, page)}`);
  }
  for (const finding of findings) {
    if (full.includes(finding)) continue;
    print(wrap(findingLine(finding, files.get(finding)?.path ?? ''), page.width, '  '));
  }
}
