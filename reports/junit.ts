import type { Finding, RuleInfo, RuleVerdict } from '../model/vocabulary';
import { isCasualty } from '../model/vocabulary/subject';
import { findingLine, findingText, type AnyTrace } from './finding';
import { plainPage } from './page';
import type { ReportedRun } from './run';
import { runText } from './summary';
import { lines, plural } from './text';
import { xmlDocument, type XmlElement } from './xml';

/** Columns of the text of a failure; a page of a CI server is wider than a terminal. */
const WIDTH = 120;

/**
 * A run as JUnit XML, valid by the schema of Jenkins (junit-10.xsd): one suite, one test case per rule, and one for
 * each way in which the subject parted from the model, or died, without any rule being broken.
 */
export function junitXml<T extends AnyTrace>(run: ReportedRun<T>): string {
  const { verdict } = run;
  const cases = [
    ...verdict.rules.map((rule) => ruleCase(run, rule)),
    ...verdict.divergences.map((divergence) => divergenceCase(run, divergence)),
  ];
  const counting = (name: string): number =>
    cases.filter(({ children }) => children?.some((child) => child.name === name)).length;
  const name = `${run.machine}/${verdict.subject}`;
  const time = verdict.seconds.toFixed(3);
  const totals = { tests: cases.length, failures: counting('failure'), errors: counting('error') };
  const suite: XmlElement = {
    name: 'testsuite',
    attributes: { name, ...totals, skipped: counting('skipped'), time },
    children: [properties(run), ...cases, { name: 'system-out', text: runText(verdict, plainPage(WIDTH)) }],
  };
  return xmlDocument({
    name: 'testsuites',
    attributes: { name: 'iommu-conformance', ...totals, time },
    children: [suite],
  });
}

function properties<T extends AnyTrace>({ verdict, machine, toolVersion }: ReportedRun<T>): XmlElement {
  const { subject, version, profile, assumed, seed, cases, ops, staleDeviations, waysDropped = 0 } = verdict;
  const values: readonly (readonly [string, string | number])[] = [
    ['tool version', toolVersion],
    ['machine', machine],
    ['subject', subject],
    ['subject version', version],
    ['profile', profile],
    ['assumptions', assumed.join(', ')],
    ['seed', seed],
    ['cases', cases],
    ['ops', ops],
    ...(waysDropped > 0 ? [['ways of failing not kept', waysDropped] as const] : []),
    ...staleDeviations.map((key) => ['deviation no longer shows', key] as const),
  ];
  return {
    name: 'properties',
    children: values.map(([name, value]) => ({ name: 'property', attributes: { name, value } })),
  };
}

function ruleCase<T extends AnyTrace>(run: ReportedRun<T>, verdict: RuleVerdict<T>): XmlElement {
  const { rule, status, exercised, reason, findings } = verdict;
  const times = `${plural(exercised, 'time')} exercised`;
  const outcome: Record<RuleVerdict['status'], () => XmlElement[]> = {
    held: () => [{ name: 'system-out', text: times }],
    broken: () => [failure(run, rule, findings)],
    known: () => knownOnly(run, findings),
    'not reached': () => [skipped(`not reached: ${times}`)],
    'not tested': () => [skipped(`not tested: ${reason ?? 'no reason given'}`)],
  };
  return testCase(run, `${rule.id} ${rule.title}`, outcome[status]());
}

/** JUnit calls it an error where the test itself could not be carried through: the subject died. */
function divergenceCase<T extends AnyTrace>(run: ReportedRun<T>, finding: Finding<T>): XmlElement {
  const died = isCasualty(finding.effect);
  const name = `${died ? 'casualty' : 'conformance'} ${finding.op}: ${finding.effect}`;
  if (finding.known) return testCase(run, name, knownOnly(run, [finding]));
  return testCase(run, name, [{ ...failure(run, null, [finding]), name: died ? 'error' : 'failure' }]);
}

/** The smallest finding that is not known in full, all others in a line each. */
function failure<T extends AnyTrace>(
  { words, traceOf }: ReportedRun<T>,
  rule: RuleInfo | null,
  findings: readonly Finding<T>[],
): XmlElement {
  const first = findings.find(({ known }) => !known) ?? findings[0]!;
  const others = findings.filter((finding) => finding !== first);
  const text = lines(
    findingText(first, rule, { ...words, file: traceOf(first).path }, plainPage(WIDTH)),
    ...(others.length === 0 ? [] : ['']),
    ...others.map((other) => findingLine(other, traceOf(other).path)),
  );
  const attributes = { message: first.counterexample.reason, type: rule?.level ?? first.effect };
  return { name: 'failure', attributes, text };
}

/** Known deviations do not fail the run, and are not passed in silence either. */
function knownOnly<T extends AnyTrace>({ traceOf }: ReportedRun<T>, findings: readonly Finding<T>[]): XmlElement[] {
  const sources = [...new Set(findings.flatMap(({ deviation }) => deviation ?? []))];
  const text = findings.map((finding) => findingLine(finding, traceOf(finding).path)).join('\n');
  return [skipped(`known deviation: ${sources.join(', ')}`), { name: 'system-out', text }];
}

const skipped = (message: string): XmlElement => ({ name: 'skipped', attributes: { message } });

/**
 * Rules are judged together, none has a time of its own; some readers insist on the attribute. Jenkins takes what is
 * before the last dot of a class name for a package, so that a version in the subject's name loses its dots.
 */
const testCase = <T extends AnyTrace>(
  { machine, verdict }: ReportedRun<T>,
  name: string,
  children: readonly XmlElement[],
): XmlElement => ({
  name: 'testcase',
  attributes: { name, classname: `${machine}/${verdict.subject.replaceAll('.', '_')}`, time: 0 },
  children,
});
