import type { RuleInfo, Trace } from '../../model/vocabulary';
import type { PictureOutcome, TracePicture } from '../../model/vocabulary/picture';
import { describeOp } from '../../properties/engine/describe';
import type { Inspection } from '../../properties/page-table/inspect';
import { pictureParts, type PageTablePicture } from '../../properties/page-table/picture/picture';
import { configText } from '../../reports/config-text';
import { outcomeLines } from '../../reports/outcome';

/** What a picture is of: a breach of a rule, a divergence, or the end of a trace that broke nothing. */
export interface PictureSubject {
  readonly subject: string;
  readonly rule: RuleInfo | null;
  /** Index of the breaking op. */
  readonly at: number;
  readonly reason: string;
}

/** What a picture is called whose trace breaks no rule. */
export const titleOf = (rule: RuleInfo | null): string => rule?.statement ?? 'observed and expected outcome part';

/** The picture of a page-table trace that `inspection` looked at. */
export function pageTablePicture(trace: Trace, inspection: Inspection, what: PictureSubject): TracePicture {
  const { outcome, ...parts } = pictureParts(trace, inspection, what.at);
  return {
    machine: trace.machine,
    subject: what.subject,
    rule: what.rule?.id ?? null,
    title: titleOf(what.rule),
    reason: what.reason,
    config: configText(trace.config),
    hasExpected: true,
    ...parts,
    ops: trace.ops.map((op, index) => ({ index, text: describeOp(op) })),
    breaking: what.at,
    outcome: outcomeText(outcome),
  };
}

function outcomeText(outcome: PageTablePicture['outcome']): PictureOutcome | null {
  if (outcome === null) return null;
  const observed = outcomeLines(outcome.op, outcome.observed).join('; ');
  const expected = outcomeLines(outcome.op, outcome.expected).join('; ');
  return { observed, expected: expected === observed ? null : expected };
}
