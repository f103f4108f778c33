import type { TracePicture } from '../../model/vocabulary/picture';
import type { RuleInfo } from '../../model/vocabulary/rule';
import { element, textElement } from '../picture/svg';
import { pictureFigure } from './picture-figure';

/** A finding as a page tells it, whatever run found it. */
export interface ToldFinding {
  readonly id: string;
  readonly rule: RuleInfo | null;
  /** `broken in unmap: ret(0 for -EINVAL)`. */
  readonly heading: string;
  readonly known: boolean;
  readonly reason: string;
  /** Where it came from, what it rests on: a line each. */
  readonly notes: readonly string[];
  readonly config: string;
  readonly ops: readonly string[];
  readonly breaking: number;
  /** Null: the trace is told in words alone. */
  readonly picture: TracePicture | null;
  readonly replay: string | null;
}

/** Findings from which on a page has a list of them: fewer are seen at a glance. */
const LEAST_LISTED = 4;

/** Links to the findings of a page, in their order. */
const findingList = (findings: readonly ToldFinding[]): string =>
  element(
    'ol',
    { class: 'index' },
    ...findings.map(({ id, rule, heading: text }) =>
      element('li', {}, textElement('a', { href: `#${id}` }, `${rule?.id ?? 'conformance'} ${text}`)),
    ),
  );

/** Findings one after the other: the first of each rule in full, its others folded below it. */
export function findingBlocks(findings: readonly ToldFinding[]): string {
  const seen = new Set<RuleInfo>();
  const blocks = findings.map((finding) => {
    const isFirst = finding.rule === null || !seen.has(finding.rule);
    if (finding.rule !== null) seen.add(finding.rule);
    const look = finding.known ? 'finding known' : 'finding';
    if (isFirst) return element('article', { class: look, id: finding.id }, heading('h3', finding), body(finding));
    return element('details', { class: look, id: finding.id }, heading('summary', finding), body(finding));
  });
  return [...(findings.length < LEAST_LISTED ? [] : [findingList(findings)]), ...blocks].join('\n');
}

const heading = (name: 'h3' | 'summary', { rule, known, heading: text }: ToldFinding): string =>
  element(
    name,
    {},
    textElement('span', { class: known ? 'warn' : 'bad' }, rule?.id ?? 'conformance'),
    textElement('span', {}, ` ${text}`),
  );

/** What is broken, why it matters, the picture of the smallest trace, the line that replays it. */
const body = (finding: ToldFinding): string => {
  const { rule, known, reason, notes, config, picture, replay } = finding;
  return [
    ...(rule === null ? [] : [textElement('p', {}, rule.statement)]),
    textElement('p', { class: known ? 'warn' : 'bad' }, reason),
    ...(rule === null ? [] : [textElement('p', {}, `Why it matters: ${rule.why}`)]),
    textElement('p', { class: 'dim' }, config),
    picture === null ? opText(finding) : pictureFigure(picture),
    ...notes.map((note) => textElement('p', { class: 'dim' }, note)),
    ...(replay === null ? [] : [textElement('pre', {}, replay)]),
  ].join('\n');
};

/** The ops in words, the breaking one marked. */
const opText = ({ ops, breaking }: ToldFinding): string => {
  const lines = ops.map((op, i) => `${i === breaking ? '▶' : ' '} ${i}  ${op}`);
  return textElement(
    'pre',
    {},
    (breaking >= ops.length ? [...lines, `▶ ${ops.length}  end of the trace`] : lines).join('\n'),
  );
};
