import type { CampaignReport, CampaignSample } from '../../model/vocabulary/campaign';
import type { TracePicture } from '../../model/vocabulary/picture';
import { htmlDocument } from '../html/document';
import { factList, type Fact } from '../html/facts';
import { findingBlocks } from '../html/finding';
import { ruleTables } from '../html/rule-table';
import { element, textElement } from '../picture/svg';
import { count, duration, plural } from '../text';
import { campaignCommand } from './command';
import { END_TEXTS } from './ends';
import { goalTables } from './goal-table';
import { enduranceSection, growthSection } from './growth';
import { toldFinding } from './told-finding';

/** A sample for a campaign that has none yet. */
const NOTHING_YET: CampaignSample = {
  seconds: 0,
  epoch: 0,
  cases: 0,
  ops: 0,
  casesPerSecond: 0,
  opsPerSecond: 0,
  behaviours: 0,
  behavioursLately: 0,
  quietSeconds: 0,
  corpus: 0,
  goalsReached: 0,
  goals: 0,
  rulesReached: 0,
  rules: 0,
  findings: 0,
  knownFindings: 0,
  failedCases: 0,
  workers: 0,
  workersLost: 0,
  rerun: 0,
  unstable: 0,
  memoryBytes: 0,
};

/**
 * A campaign as one self-contained page: what came out, findings with pictures, rules and goals, growth, endurance, what
 * it rests on, how to do it again. `pictures`: of the smallest traces, by key of the finding; those that have none are
 * told in words.
 */
export function renderCampaignReport(
  report: CampaignReport,
  pictures: ReadonlyMap<string, TracePicture> = new Map(),
): string {
  const { head, end, samples, rules, goals, findings, waysDropped, staleDeviations, themes } = report;
  const now = samples.at(-1) ?? NOTHING_YET;
  const section = (title: string, ...content: readonly string[]): string =>
    element('section', {}, textElement('h2', {}, title), ...content);
  const title = `${head.subject}: ${headline(report, now)}`;
  return htmlDocument(
    title,
    [
      textElement('h1', {}, title),
      textElement('p', { class: 'dim' }, `${endLine(end, now)}. ${rulesLine(report)}.`),
      factList(facts(now)),
      ...(findings.length > 0
        ? [
            section(
              'Findings',
              findingBlocks(gravestFirst(findings).map((finding) => toldFinding(report, finding, pictures))),
            ),
          ]
        : []),
      ...(waysDropped > 0
        ? [textElement('p', {}, `${count(waysDropped)} more ways of failing were seen and not kept.`)]
        : []),
      ...staleDeviations.map((name) => textElement('p', { class: 'warn' }, `deviation no longer shows: ${name}`)),
      section('Rules', ruleTables(rules)),
      ...(goals.length > 0 ? [section('Goals', goalTables(goals))] : []),
      ...(samples.length > 1
        ? [section('Growth', growthSection(samples)), section('Throughput and memory', enduranceSection(samples))]
        : []),
      section('Cases by theme', textElement('p', {}, themesLine(themes))),
      section('What it rests on', ...foundations(report)),
      section('Do it again', textElement('pre', {}, campaignCommand(head, now.cases))),
    ].join('\n'),
  );
}

function headline({ findings, goals, rules }: CampaignReport, now: CampaignSample): string {
  const unknown = findings.filter(({ known }) => !known).length;
  if (unknown > 0) return plural(unknown, 'finding');
  const missed = goals.filter(({ cases }) => cases === 0).length;
  const unreached = rules.filter(({ status }) => status === 'not reached').length;
  if (missed + unreached > 0) return 'nothing found, and not all was reached';
  return now.cases === 0 ? 'no case was run' : 'nothing found';
}

/** Unknown before known, broken rules before what breaks none. */
const gravestFirst = (findings: CampaignReport['findings']): CampaignReport['findings'] =>
  [...findings].sort((a, b) => Number(a.known) - Number(b.known) || Number(a.rule === null) - Number(b.rule === null));

const endLine = (end: CampaignReport['end'], { seconds }: CampaignSample): string =>
  end === 'running'
    ? `Still running after ${duration(seconds)}`
    : `Ended after ${duration(seconds)}: ${END_TEXTS[end]}`;

const rulesLine = ({ rules }: CampaignReport): string => {
  const of = (status: string): number => rules.filter((rule) => rule.status === status).length;
  return `${plural(of('held'), 'rule')} held, ${of('broken')} broken, ${of('known')} known, ${of('not reached')} not reached, ${of('not tested')} not tested`;
};

function facts(now: CampaignSample): Fact[] {
  const all = (reached: number, of: number): Fact['look'] => (reached < of ? 'warn' : 'good');
  const goalLook = all(now.goalsReached, now.goals)!;
  const ruleLook = all(now.rulesReached, now.rules)!;
  return [
    { name: 'findings', value: count(now.findings), look: now.findings > 0 ? 'bad' : 'good' },
    ...(now.knownFindings > 0
      ? [{ name: 'known findings', value: count(now.knownFindings), look: 'warn' as const }]
      : []),
    { name: 'rules reached', value: `${count(now.rulesReached)} of ${count(now.rules)}`, look: ruleLook },
    { name: 'goals reached', value: `${count(now.goalsReached)} of ${count(now.goals)}`, look: goalLook },
    { name: 'cases', value: count(now.cases) },
    { name: 'ops', value: count(now.ops) },
    { name: 'cases a second', value: count(now.seconds > 0 ? now.cases / now.seconds : 0) },
    { name: 'behaviours', value: count(now.behaviours) },
    { name: 'traces in the corpus', value: count(now.corpus) },
    {
      name: `of ${count(now.rerun)} cases run twice differed`,
      value: count(now.unstable),
      ...(now.unstable > 0 ? { look: 'bad' as const } : {}),
    },
  ];
}

const themesLine = (themes: CampaignReport['themes']): string =>
  Object.entries(themes)
    .sort(([, a], [, b]) => b - a)
    .map(([name, cases]) => `${name} ${count(cases)}`)
    .join(', ') || 'none';

const foundations = ({ head }: CampaignReport): string[] => {
  const { profile, assumed, subject, version, toolVersion, machine, seed, themes } = head;
  const choices = `Assumptions: those of profile ${profile}${assumed.length > 0 ? `, but ${assumed.join(', ')}` : ''}. Each with its evidence: `;
  const versions = [
    `${subject} ${version}`,
    `iommu-conformance ${toolVersion}`,
    `${machine} machine`,
    `seed ${seed}`,
    themes === 'all' ? 'all themes' : `themes ${themes.join(', ')}`,
  ];
  return [
    element('p', {}, textElement('span', {}, choices), element('code', {}, 'npx iommu-conformance assumptions')),
    textElement('p', {}, `${versions.join('; ')}.`),
  ];
};
