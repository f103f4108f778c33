import type { RuleId, Subject } from '../../model/vocabulary';
import { allRules } from '../page-table/catalogue';
import { convict } from './convict';

/** A known-bad subject and the rule that must convict it. */
export interface Accused {
  readonly name: string;
  readonly rule: RuleId;
  readonly profile: string;
  readonly subject: Subject;
}

/** A column of the matrix rule × exhibit: one exhibit and what the rules said of it. */
export interface MatrixRow {
  readonly name: string;
  readonly rule: RuleId;
  /** Cases until the rule convicted it; 0 if its stored trace did; null if nothing did. */
  readonly cases: number | null;
  readonly traceOps: number;
  /** All rules that its smallest trace breaks. */
  readonly broke: readonly RuleId[];
}

export interface MatrixOptions {
  readonly seed: string;
  readonly maxCases: number;
  readonly shrinkBudgetOps?: number;
}

/** Convicts each of `accused` by its own rule, in their order. */
export async function museumMatrix(accused: readonly Accused[], options: MatrixOptions): Promise<MatrixRow[]> {
  const rows: MatrixRow[] = [];
  for (const { name, rule, profile, subject } of accused) {
    const found = await convict(subject, rule, { ...options, profile });
    rows.push({
      name,
      rule,
      cases: found === null ? null : found.caseNumber + 1,
      traceOps: found === null ? 0 : found.trace.ops.length,
      broke: found === null ? [] : [rule, ...found.others],
    });
  }
  return rows;
}

/** The rules of the catalogue that can be judged and that none of the rows breaks: each is a defect of the suite. */
export function rulesWithoutConviction(rows: readonly MatrixRow[]): RuleId[] {
  const convicting = new Set(rows.flatMap(({ broke }) => broke));
  return allRules()
    .filter((rule) => rule.scope !== 'untested' && !convicting.has(rule.id))
    .map((rule) => rule.id);
}
