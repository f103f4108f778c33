import type { Finding, Verdict } from '../model/vocabulary';
import type { AnyTrace, FindingWords } from './finding';

/** A trace file that was written. Every op has a line of its own. */
export interface WrittenTrace {
  /** As a person would type it: relative to the working directory where it lies below it. */
  readonly path: string;
  /** Line of the first op, counted from 1. */
  readonly firstOpLine: number;
}

/** A verdict with what a file for other programs says besides. */
export interface ReportedRun<T extends AnyTrace> {
  readonly verdict: Verdict<T>;
  /** Name of the machine, for example `page-table`. */
  readonly machine: string;
  /** Version of this tool. */
  readonly toolVersion: string;
  readonly words: Omit<FindingWords<T>, 'file'>;
  /** The file that replays a finding of the verdict. */
  readonly traceOf: (finding: Finding<T>) => WrittenTrace;
}
