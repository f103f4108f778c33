import type { Page } from '../reports/page';
import { pageFor } from '../reports/page';
import type { Progress } from '../reports/progress';
import { createProgress } from '../reports/progress';

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

/** The door of this process. */
export const createDoor = (): Door => ({
  page: pageFor(process.stdout, process.env),
  print: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
  progress: createProgress(process.stderr),
});
