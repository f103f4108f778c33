/** Exit codes of a subject that cannot be used: see docs/subjects.md, "When it does not work". */
export const SubjectExit = {
  /** The caller's mistake, or something that this machine does not have. */
  unavailable: 64,
  /** The harness itself failed. */
  harness: 70,
  /** It does not build: `git bisect run` skips on it. */
  cannotBuild: 125,
} as const;
export type SubjectExit = (typeof SubjectExit)[keyof typeof SubjectExit];

/** A subject that cannot be put on the stand: one line that names the place and the remedy. */
export class SubjectError extends Error {
  override readonly name = 'SubjectError';

  constructor(
    message: string,
    readonly exitCode: SubjectExit = SubjectExit.unavailable,
  ) {
    super(message.replace(/\s*\n\s*/g, ' '));
  }
}

/** The message of whatever was thrown, as one line. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\s*\n\s*/g, ' ').trim();
