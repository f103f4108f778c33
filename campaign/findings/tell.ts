import { relative } from 'node:path';
import type { CampaignFinding, CampaignFindingKind } from '../../model/vocabulary/campaign';
import type { RuleInfo } from '../../model/vocabulary/rule';
import { isCasualty } from '../../model/vocabulary/subject';
import { findingText } from '../../reports/finding';
import { plainPage } from '../../reports/page';
import { UNSTABLE } from '../shard';
import type { TraceWords } from '../words';
import type { MergedFinding } from './book';

/** Columns of `verdict.md`. */
const WIDTH = 100;

function kindOf({ rule, effect }: MergedFinding['finding']): CampaignFindingKind {
  if (rule !== null) return 'rule';
  if (effect === UNSTABLE) return 'unstable';
  return isCasualty(effect) ? 'casualty' : 'divergence';
}

/** A finding as reports tell it; `folder` is where it lies. */
export function campaignFinding(merged: MergedFinding, folder: string, words: TraceWords): CampaignFinding {
  const { key, finding, shrunk, firstCase, firstSeconds } = merged;
  const { rule, op, effect, count, known, deviation, restsOn = [], counterexample } = finding;
  const { trace } = counterexample;
  const shown = asTyped(folder);
  return {
    key,
    kind: kindOf(finding),
    rule,
    op,
    effect,
    count,
    known,
    ...(deviation === undefined ? {} : { deviation }),
    restsOn,
    firstCase,
    firstSeconds,
    shrunk,
    counterexample,
    configText: words.describeConfig(trace),
    opTexts: trace.ops.map((one) => words.describeOp(one)),
    folder: shown,
    replay: `npx iommu-conformance replay ${shown}/trace.json`,
  };
}

/** A path as a person would type it: relative to the working directory where it lies below it. */
function asTyped(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}

/** `verdict.md`: the finding in words. */
export function verdictText(
  { finding, shrunk }: MergedFinding,
  rule: RuleInfo | null,
  folder: string,
  words: TraceWords,
): string {
  const file = `${asTyped(folder)}/trace.json`;
  const text = findingText(
    finding,
    rule,
    { describeConfig: (trace) => words.describeConfig(trace), describeOp: (op) => words.describeOp(op), file },
    plainPage(WIDTH),
  );
  const note = shrunk ? '' : '\nThe trace is the whole case: it waits to be shrunk.\n';
  return `# ${finding.rule ?? 'conformance'} in ${finding.op}: ${finding.effect}\n${note}\n\`\`\`\n${text}\n\`\`\`\n`;
}
