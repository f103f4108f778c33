/** What the process says when it ends. README.md, "Exit codes". */
export const ExitCode = {
  /** Every rule held. */
  held: 0,
  /** A rule is broken, or an observation parts from the model. */
  broken: 1,
  /** A rule that was asked for with --rule was not reached. */
  notReached: 2,
  /** The command line, a file or a subject that it names cannot be used. */
  usage: 64,
  /** The harness itself failed. */
  harness: 70,
  /** The subject cannot be built: `git bisect run` skips the commit. */
  cannotBuild: 125,
  /** Interrupted; what was found so far has been printed. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
