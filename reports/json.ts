import type { Finding, Verdict } from '../model/vocabulary';

/** Version of the JSON verdict; raised when a field changes its meaning or goes. */
export const VERDICT_JSON_VERSION = 1;

/**
 * A verdict as JSON text. 64-bit values are `0x…` strings, never numbers; a trace is what `traceJson` makes of it: the
 * same document that a trace file holds.
 */
export function verdictJson<T>(verdict: Verdict<T>, traceJson: (trace: T) => unknown): string {
  const finding = ({ counterexample, ...rest }: Finding<T>): unknown => ({
    ...rest,
    counterexample: { ...counterexample, trace: traceJson(counterexample.trace) },
  });
  const { rules, divergences, subject, version, ...run } = verdict;
  const document = {
    format: 'iommu-conformance verdict',
    version: VERDICT_JSON_VERSION,
    subject: { name: subject, version },
    ...run,
    rules: rules.map(({ rule, findings, ...rest }) => ({
      id: rule.id,
      title: rule.title,
      statement: rule.statement,
      level: rule.level,
      source: rule.source,
      confidence: rule.confidence,
      ...rest,
      findings: findings.map(finding),
    })),
    divergences: divergences.map(finding),
  };
  return JSON.stringify(
    document,
    (_, value: unknown) => (typeof value === 'bigint' ? `0x${value.toString(16)}` : value),
    2,
  );
}
