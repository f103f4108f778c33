import type { Page, Terminal } from '../reports/page';
import { pageFor } from '../reports/page';
import type { Progress, ProgressStream } from '../reports/progress';
import { createProgress } from '../reports/progress';

/** The streams that a command line speaks on, and what decides about colours: `process`, or a test's own. */
export interface Surroundings {
  readonly stdout: Terminal & Pick<ProgressStream, 'write'>;
  readonly stderr: ProgressStream;
  readonly env: NodeJS.ProcessEnv;
}

/** Where a command speaks: results on stdout, everything else on stderr. */
export interface Door {
  /** The page of stdout. */
  readonly page: Page;
  /** Prints a block of text and a line end on stdout. */
  print(text: string): void;
  /** Prints one line on stderr. */
  note(text: string): void;
  /** The progress line, on stderr. */
  readonly progress: Progress;
}

export const createDoor = ({ stdout, stderr, env }: Surroundings): Door => ({
  page: pageFor(stdout, env),
  print: (text) => stdout.write(`${text}\n`),
  note: (text) => stderr.write(`${text}\n`),
  progress: createProgress(stderr),
});
