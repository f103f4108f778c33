import { z } from 'zod';

/** A finding of a check, as far as a deviations file needs it. */
export interface Found {
  readonly rule: string | null;
  readonly op: string;
  readonly effect: string;
  /** In the form of a trace file. */
  readonly trace: unknown;
}

/** What `check --json` printed, as far as it is needed here. */
export interface VerdictFile {
  readonly subject: string;
  readonly version: string;
  readonly cases: number;
  readonly stale: readonly string[];
  readonly findings: readonly (Found & { readonly known: boolean })[];
}

const finding = z.object({
  rule: z.string().nullable(),
  op: z.string(),
  effect: z.string(),
  known: z.boolean(),
  counterexample: z.object({ trace: z.unknown() }),
});

const schema = z.object({
  subject: z.object({ name: z.string(), version: z.string() }),
  cases: z.number(),
  staleDeviations: z.array(z.string()),
  rules: z.array(z.object({ findings: z.array(finding) })),
  divergences: z.array(finding),
});

/** Reads the JSON of a verdict. Throws if it is none. */
export function parseVerdict(text: string): VerdictFile {
  const { subject, cases, staleDeviations, rules, divergences } = schema.parse(JSON.parse(text));
  return {
    subject: subject.name,
    version: subject.version,
    cases,
    stale: staleDeviations,
    findings: [...rules.flatMap((rule) => rule.findings), ...divergences].map(
      ({ rule, op, effect, known, counterexample }) => ({ rule, op, effect, known, trace: counterexample.trace }),
    ),
  };
}
