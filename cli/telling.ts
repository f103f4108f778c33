import type { Trace } from '../model/vocabulary';
import { describeOp } from '../properties/engine/describe';
import { formatTraceFile, traceDocument, type TraceOrigin } from '../properties/engine/trace-file';
import { configText } from '../reports/config-text';
import type { AnyTrace, FindingWords } from '../reports/finding';

/** How the traces of one machine are told: in words, as a document, as a file. */
export interface Telling<T extends AnyTrace> extends Omit<FindingWords<T>, 'file'> {
  /** Name of the machine. */
  readonly machine: string;
  /** What a JSON verdict holds of a trace. */
  readonly document: (trace: T) => unknown;
  /** The text of a trace file. */
  readonly fileText: (trace: T, origin: TraceOrigin) => string;
}

export const PAGE_TABLE_TELLING: Telling<Trace> = {
  machine: 'page-table',
  describeConfig: ({ config }) => configText(config),
  describeOp,
  document: traceDocument,
  fileText: formatTraceFile,
};
