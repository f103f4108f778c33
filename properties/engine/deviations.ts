import { z } from 'zod';

/** One documented difference of one subject: rule + kind of op + effect, never a whole rule (design.md, nouns). */
export interface Deviation {
  /** Null: a difference from the model that breaks no rule. */
  readonly rule: string | null;
  readonly op: string;
  readonly effect: string;
  /** Where it is explained. */
  readonly source: string;
  /** The smallest trace, in the form of a trace file. */
  readonly trace: unknown;
}

/** A deviations file, loaded only by `--known`. */
export interface DeviationsFile {
  readonly subject: string;
  readonly version: string;
  readonly deviations: readonly Deviation[];
}

/** A deviations file that cannot be used: one line that names the place and the remedy. */
export class DeviationsFileError extends Error {}

const FORMAT = 'iommu-conformance deviations';

const schema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(1),
  subject: z.string(),
  version: z.string(),
  deviations: z.array(
    z.strictObject({
      rule: z.string().nullable(),
      op: z.string(),
      effect: z.string(),
      source: z.string(),
      trace: z.unknown(),
    }),
  ),
});

/** Reads the text of a deviations file; `name` is for the error. */
export function parseDeviations(text: string, name: string): DeviationsFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DeviationsFileError(
      `${name}: not JSON (${(error as Error).message}); a deviations file is one JSON object`,
    );
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new DeviationsFileError(
      `${name}: at ${issue.path.join('.') || 'the top'}: ${issue.message}; see docs/deviations.md`,
    );
  }
  return parsed.data as DeviationsFile;
}

/** The text of a deviations file. */
export const formatDeviations = (file: DeviationsFile): string =>
  `${JSON.stringify({ format: FORMAT, formatVersion: 1, ...file }, null, 2)}\n`;

/** The key under which findings and deviations meet. */
export const findingKey = (f: { rule: string | null; op: string; effect: string }): string =>
  `${f.rule ?? 'conformance'} ${f.op} ${f.effect}`;
