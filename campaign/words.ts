import type { RuleId } from '../model/vocabulary/rule';
import type { CampaignTrace } from './case';

/** How the traces of one machine are told and written, by whoever knows the machine. */
export interface TraceWords {
  describeConfig(trace: CampaignTrace): string;
  describeOp(op: unknown): string;
  /** The text of a trace file. */
  fileText(trace: CampaignTrace, origin: TraceOrigin): string;
  /** Reads the text of a trace file; `path` names it in errors. Throws an error with an exit code. */
  parse(text: string, path: string): CampaignTrace;
}

/** What a trace file says besides the trace. */
export interface TraceOrigin {
  readonly subject: string;
  readonly profile: string;
  readonly rule?: RuleId;
}
