import type { Finding, RuleVerdict, Verdict } from '../../model/vocabulary';
import { REACHED } from '../../properties/engine/cadence';
import type { AnyTrace } from '../../reports/finding';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/**
 * One verdict from those of parts of a search: case ranges, or profiles. A rule counts as tested if any part tested
 * it, and is held if all parts together exercised it often enough.
 */
export function mergeVerdicts<T extends AnyTrace>(
  parts: readonly [Verdict<T>, ...Verdict<T>[]],
  seconds: number,
): Verdict<T> {
  const [first] = parts;
  const ops = sum(parts.map((part) => part.ops));
  const cases = sum(parts.map((part) => part.cases));
  const themes: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, n] of Object.entries(part.themes)) themes[name] = (themes[name] ?? 0) + n;
  }
  return {
    ...first,
    profile: [...new Set(parts.map(({ profile }) => profile))].join(' and '),
    cases,
    ops,
    activeShare: sum(parts.map((part) => part.activeShare * part.ops)) / Math.max(1, ops),
    meanOps: ops / Math.max(1, cases),
    themes,
    rules: first.rules.map((_, i) => mergeRule(parts.map((part) => part.rules[i]!))),
    divergences: parts.flatMap((part) => part.divergences),
    seconds,
  };
}

function mergeRule<T extends AnyTrace>(rows: readonly RuleVerdict<T>[]): RuleVerdict<T> {
  const { rule } = rows[0]!;
  const exercised = sum(rows.map((row) => row.exercised));
  const findings: Finding<T>[] = rows
    .flatMap((row) => row.findings)
    .sort((a, b) => a.counterexample.trace.ops.length - b.counterexample.trace.ops.length);
  if (findings.length > 0) {
    return { rule, status: findings.every(({ known }) => known) ? 'known' : 'broken', exercised, findings };
  }
  const untested = rows.find(({ status }) => status === 'not tested');
  if (untested !== undefined && rows.every(({ status }) => status === 'not tested')) return untested;
  return { rule, status: exercised >= REACHED ? 'held' : 'not reached', exercised, findings };
}
