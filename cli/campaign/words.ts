import type { CampaignTrace } from '../../campaign/case';
import type { TraceWords } from '../../campaign/words';
import type { Trace } from '../../model/vocabulary';
import { traceIn } from '../files';
import type { AnyPlainTrace } from '../plain/plain-stand';
import { standOf } from '../plain/stands';
import { PAGE_TABLE_TELLING, type Telling } from '../telling';
import { UsageError } from '../failure';

/** How traces of the subject's machine are told. */
export function tellingOf(subject: string): Telling<CampaignTrace> {
  const stand = standOf(subject);
  if (stand !== null) return stand.telling;
  const { describeConfig, describeOp, document, fileText, machine } = PAGE_TABLE_TELLING;
  // The traces of a campaign on a page table are page-table traces.
  return {
    machine,
    describeConfig: (trace) => describeConfig(trace as Trace),
    describeOp: (op) => describeOp(op as Trace['ops'][number]),
    document: (trace) => document(trace as Trace),
    fileText: (trace, origin) => fileText(trace as Trace, origin),
  };
}

/** The same with the way back: from a file to a trace. */
export function wordsOf(subject: string): TraceWords {
  const stand = standOf(subject);
  const { describeConfig, describeOp, fileText } = tellingOf(subject);
  const parse = (text: string, path: string): CampaignTrace => {
    if (stand === null) return traceIn(text, path).trace;
    const { machine, config, ops }: AnyPlainTrace = stand.parse(jsonIn(text, path), path);
    return { machine, config, ops };
  };
  return { describeConfig, describeOp, fileText, parse };
}

function jsonIn(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path}: not JSON (${(error as Error).message}); docs/trace-format.md describes the format`);
  }
}
