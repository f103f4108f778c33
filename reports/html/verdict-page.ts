import type { Finding, RuleInfo, Verdict } from '../../model/vocabulary';
import type { TracePicture } from '../../model/vocabulary/picture';
import { originText, type AnyTrace } from '../finding';
import { plainPage } from '../page';
import { element, textElement } from '../picture/svg';
import type { ReportedRun } from '../run';
import { runText, themesText } from '../summary';
import { count, plural } from '../text';
import { htmlDocument } from './document';
import { factList, type Fact } from './facts';
import { findingBlocks, type ToldFinding } from './finding';
import { ruleTables } from './rule-table';

/** Text that a browser breaks into lines itself. */
const UNBROKEN = plainPage(Number.MAX_SAFE_INTEGER);

/** A verdict as one self-contained page: summary, rules, findings with the pictures of their smallest traces. */
export function verdictPage<T extends AnyTrace>(
  run: ReportedRun<T>,
  pictures: ReadonlyMap<Finding<T>, TracePicture>,
): string {
  const { verdict, machine, toolVersion } = run;
  const findings = toldFindings(run, pictures);
  const { waysDropped = 0 } = verdict;
  return htmlDocument(
    `${verdict.subject}: verdict`,
    [
      textElement('h1', {}, `${verdict.subject}: ${headline(run)}`),
      textElement('p', { class: 'dim' }, runText(verdict, UNBROKEN)),
      textElement('p', { class: 'dim' }, `${machine} machine, iommu-conformance ${toolVersion}`),
      factList(facts(run)),
      ...(findings.length > 0 ? [element('h2', {}, 'Findings'), findingBlocks(findings)] : []),
      ...(waysDropped > 0
        ? [textElement('p', {}, `${count(waysDropped)} more ways of failing were seen and not kept.`)]
        : []),
      element('h2', {}, 'Rules'),
      ruleTables(verdict.rules),
      element('h2', {}, 'Cases'),
      textElement('p', {}, themesText(verdict, UNBROKEN)),
    ].join('\n'),
  );
}

const ruleCount = ({ verdict }: { readonly verdict: Verdict<unknown> }, status: string): number =>
  verdict.rules.filter((rule) => rule.status === status).length;

/** The verdict in a few words. */
function headline<T extends AnyTrace>(run: ReportedRun<T>): string {
  const broken = ruleCount(run, 'broken');
  if (broken > 0) return `${plural(broken, 'rule')} broken`;
  const unknown = run.verdict.divergences.filter(({ known }) => !known).length;
  return unknown > 0 ? `${plural(unknown, 'divergence')} from the model` : 'every rule that was reached held';
}

function facts<T extends AnyTrace>(run: ReportedRun<T>): Fact[] {
  const { verdict } = run;
  const [held, broken, known] = [ruleCount(run, 'held'), ruleCount(run, 'broken'), ruleCount(run, 'known')];
  const notReached = ruleCount(run, 'not reached');
  return [
    { name: 'rules held', value: count(held), look: 'good' },
    { name: 'rules broken', value: count(broken), ...(broken > 0 ? { look: 'bad' as const } : {}) },
    ...(known > 0 ? [{ name: 'rules with known deviations', value: count(known), look: 'warn' as const }] : []),
    ...(notReached > 0 ? [{ name: 'rules not reached', value: count(notReached), look: 'warn' as const }] : []),
    { name: 'rules not tested', value: count(ruleCount(run, 'not tested')) },
    { name: 'cases', value: count(verdict.cases) },
    { name: 'ops', value: count(verdict.ops) },
    { name: 'seed', value: verdict.seed },
  ];
}

/** Unknown findings first, then by rule. */
function toldFindings<T extends AnyTrace>(
  run: ReportedRun<T>,
  pictures: ReadonlyMap<Finding<T>, TracePicture>,
): ToldFinding[] {
  const { rules, divergences } = run.verdict;
  const all: (readonly [RuleInfo | null, Finding<T>])[] = [
    ...rules.flatMap(({ rule, findings }) => findings.map((finding) => [rule, finding] as const)),
    ...divergences.map((finding) => [null, finding] as const),
  ];
  return all
    .sort(([, a], [, b]) => Number(a.known) - Number(b.known))
    .map(([rule, finding], i) => told(run, rule, finding, `finding-${i + 1}`, pictures.get(finding) ?? null));
}

function told<T extends AnyTrace>(
  { words, traceOf }: ReportedRun<T>,
  rule: RuleInfo | null,
  finding: Finding<T>,
  id: string,
  picture: TracePicture | null,
): ToldFinding {
  const { op, effect, known, deviation, restsOn = [], counterexample } = finding;
  const state = known ? 'known' : rule === null ? 'differs' : 'broken';
  return {
    id,
    rule,
    heading: `${state} in ${op}: ${effect}`,
    known,
    reason: counterexample.reason,
    notes: [
      ...originText(finding),
      ...(deviation === undefined ? [] : [`known deviation: ${deviation}`]),
      ...(restsOn.length > 0 ? [`rests on: ${restsOn.join(', ')}`] : []),
    ],
    config: words.describeConfig(counterexample.trace),
    ops: counterexample.trace.ops.map((each) => words.describeOp(each)),
    breaking: counterexample.op,
    picture,
    replay: `npx iommu-conformance replay ${traceOf(finding).path}`,
  };
}
