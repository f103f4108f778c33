import type { Finding, RuleInfo, Verdict } from '../model/vocabulary';
import { findingText, type AnyTrace } from '../reports/finding';
import { verdictJson } from '../reports/json';
import { ruleTable } from '../reports/rule-table';
import { runText, statusCounts, themesText } from '../reports/summary';
import { wrap } from '../reports/text';
import type { Door } from './door';
import type { Telling } from './telling';
import { writeTraces } from './trace-folder';

/** How a verdict is to be told. */
export interface ReportFlags {
  readonly json?: true;
  /** Folder for trace files. */
  readonly out: string;
}

/** Writes the trace files and prints the verdict: as JSON, or as rule table, findings and summary. */
export function reportVerdict<T extends AnyTrace>(
  verdict: Verdict<T>,
  telling: Telling<T>,
  flags: ReportFlags,
  door: Door,
): void {
  const files = writeTraces(verdict, telling, flags.out);
  if (flags.json) {
    door.print(verdictJson(verdict, telling.document));
    return;
  }
  const { page, print } = door;
  print(ruleTable(verdict.rules, page));
  printFindings(verdict, telling, files, door);
  if (verdict.waysDropped !== undefined && verdict.waysDropped > 0) {
    print(wrap(`${verdict.waysDropped} more ways of failing were seen and not kept`, page.width));
  }
  print(`\n${themesText(verdict, page)}`);
  print(runText(verdict, page));
  print(statusCounts(verdict, page));
}

/** Findings without a rule that are told in full; each rule has one. */
const DIVERGENCES_IN_FULL = 3;

/** All findings of a verdict, by rule. */
export function printFindings<T extends AnyTrace>(
  verdict: Verdict<T>,
  telling: Telling<T>,
  files: ReadonlyMap<Finding<T>, string>,
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
  files: ReadonlyMap<Finding<T>, string>,
  { page, print }: Door,
): void {
  const full = findings.filter(({ known }) => !known).slice(0, rule === null ? DIVERGENCES_IN_FULL : 1);
  for (const finding of full) {
    print(`\n${findingText(finding, rule, { ...telling, file: files.get(finding) ?? null }, page)}`);
  }
  for (const finding of findings) {
    if (full.includes(finding)) continue;
    const state = finding.known ? 'known' : 'also';
    const where = `${finding.rule ?? 'conformance'} ${state} in ${finding.op}: ${finding.effect}`;
    print(wrap(`${where} (${files.get(finding) ?? ''})`, page.width, '  '));
  }
}
