import { cut } from './text';

/** A stream that progress goes to: stderr, or a test's own. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** One line that says how far the work is. */
export interface Progress {
  /** Shows `text`: in place on a terminal, else as a line of its own, at most every few seconds. */
  update(text: string): void;
  /** Removes the line from the terminal, so that what follows starts clean. */
  clear(): void;
}

const TTY_INTERVAL_MS = 100;
const PLAIN_INTERVAL_MS = 5000;

/** `now` is a clock in milliseconds, replaced in tests. */
export function createProgress(stream: ProgressStream, now: () => number = Date.now): Progress {
  const tty = stream.isTTY === true;
  const interval = tty ? TTY_INTERVAL_MS : PLAIN_INTERVAL_MS;
  // A terminal shows the first line at once; a log gets one only if the work takes long.
  let last = tty ? -Infinity : now();
  let shown = false;
  return {
    update(text) {
      if (now() - last < interval) return;
      last = now();
      shown = tty;
      stream.write(tty ? `\r${cut(text, (stream.columns ?? 80) - 1)}` : `${text}\n`);
    },
    clear() {
      if (shown) stream.write('\r\x1b[K');
      shown = false;
    },
  };
}
