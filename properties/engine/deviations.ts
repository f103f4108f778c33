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

/**
 * What a deviations file says of breaches. A breach is known if it is one of the deviations: rule, kind of op and
 * effect. It is a consequence if it came after another difference of the same run, and that one is a deviation: from
 * there on the subject's state is no longer the one that was asked for.
 */
export class KnownDeviations {
  private readonly byKey = new Map<string, Deviation>();
  private readonly differences = new Set<string>();

  constructor(file: DeviationsFile | null) {
    for (const deviation of file?.deviations ?? []) {
      this.byKey.set(findingKey(deviation), deviation);
      this.differences.add(differenceKey(deviation));
    }
  }

  /** Deviations in the file; 0 without one. */
  get size(): number {
    return this.byKey.size;
  }

  /** The deviation that a finding is; undefined if it is none. */
  find(finding: { rule: string | null; op: string; effect: string }): Deviation | undefined {
    return this.byKey.get(findingKey(finding));
  }

  /** True if `first`, the first difference of a run, is a deviation, of whatever rule. */
  explains(first: { op: string; effect: string } | undefined): boolean {
    return first !== undefined && this.differences.has(differenceKey(first));
  }
}

const differenceKey = ({ op, effect }: { op: string; effect: string }): string => `${op} ${effect}`;
