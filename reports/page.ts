import { createColors } from 'picocolors';

export type Colors = ReturnType<typeof createColors>;

/** What a renderer must know of the place that its text goes to. */
export interface Page {
  /** Columns. */
  readonly width: number;
  readonly colors: Colors;
}

/** The parts of a stream that decide how to print to it. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const DEFAULT_WIDTH = 80;
const NARROWEST = 60;
const WIDEST = 160;

const clamp = (width: number): number => Math.min(WIDEST, Math.max(NARROWEST, width));

/** Colours on a terminal or with FORCE_COLOR; never with NO_COLOR (no-color.org) or on a dumb terminal. */
export function wantsColors(terminal: Terminal, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return terminal.isTTY === true && env['TERM'] !== 'dumb';
}

/** The page for a stream: its own width, else COLUMNS, else 80. */
export function pageFor(terminal: Terminal, env: NodeJS.ProcessEnv): Page {
  const columns = terminal.columns || Number(env['COLUMNS']) || DEFAULT_WIDTH;
  return { width: clamp(columns), colors: createColors(wantsColors(terminal, env)) };
}

/** A page without colours, for files and tests. */
export const plainPage = (width: number): Page => ({ width, colors: createColors(false) });
