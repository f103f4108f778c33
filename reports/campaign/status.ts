import type { CampaignHead, CampaignSample } from '../../model/vocabulary/campaign';
import type { Page } from '../page';
import { count, cut, duration, percent, plural } from '../text';
import { bytesText } from './ends';

/** Columns of the names in front of the rows. */
const NAME_WIDTH = 11;
const BAR_WIDTH = 20;

/** `████████░░░░`: how much of something is reached. */
function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

/** The share of its limits that a campaign has used up, whichever comes first; null where nothing limits it. */
function shareDone({ limits }: CampaignHead, sample: CampaignSample): number | null {
  const shares = [
    ...(limits.seconds === null ? [] : [sample.seconds / limits.seconds]),
    ...(limits.cases === null ? [] : [sample.cases / limits.cases]),
    ...(limits.plateauSeconds === null ? [] : [sample.quietSeconds / limits.plateauSeconds]),
  ];
  return shares.length === 0 ? null : Math.min(1, Math.max(...shares));
}

/** `6 h 58 min left`, `120,000 cases left`, `plateau in 12 min at the earliest`. */
function leftTexts({ limits }: CampaignHead, sample: CampaignSample): string[] {
  return [
    ...(limits.seconds === null ? [] : [`${duration(Math.max(0, limits.seconds - sample.seconds))} left`]),
    ...(limits.cases === null ? [] : [`${count(Math.max(0, limits.cases - sample.cases))} cases left`]),
    ...(limits.plateauSeconds === null
      ? []
      : [`plateau in ${duration(Math.max(0, limits.plateauSeconds - sample.quietSeconds))} if nothing new comes`]),
  ];
}

const behavioursText = ({ behaviours, behavioursLately, quietSeconds }: CampaignSample): string =>
  `${count(behaviours)}, ${count(behavioursLately)} of them in the last 5 min, the last ${duration(quietSeconds)} ago`;

const findingsText = ({ findings, knownFindings, failedCases }: CampaignSample): string =>
  findings + knownFindings === 0
    ? 'none'
    : `${count(findings)}${knownFindings > 0 ? `, and ${count(knownFindings)} known` : ''}; ${plural(failedCases, 'case')} failed`;

const stabilityText = ({ rerun, unstable }: CampaignSample): string =>
  unstable === 0
    ? `${plural(rerun, 'case')} run twice, all alike`
    : `${count(unstable)} of ${count(rerun)} cases differed when run again`;

const workersText = ({ workers, workersLost }: CampaignSample): string =>
  `${plural(workers, 'worker')}${workersLost > 0 ? ` (${count(workersLost)} lost and replaced)` : ''}`;

/** What a running campaign shows on a terminal: one row a matter, none wider than the page. */
export function renderStatus(head: CampaignHead, sample: CampaignSample, page: Page): string {
  const { colors } = page;
  const done = shareDone(head, sample);
  const left = leftTexts(head, sample);
  const rules = sample.rules === 0 ? 0 : sample.rulesReached / sample.rules;
  const goals = sample.goals === 0 ? 1 : sample.goalsReached / sample.goals;
  const rows: readonly (readonly [string, string, (text: string) => string])[] = [
    ['time', [duration(sample.seconds), ...left].join(', '), plain],
    ...(done === null ? [] : [['', `${bar(done)} ${percent(done)}`, plain] as const]),
    ['speed', `${count(sample.casesPerSecond)} cases/s, ${count(sample.opsPerSecond)} ops/s`, plain],
    [
      'workers',
      `${workersText(sample)}, ${bytesText(sample.memoryBytes)}`,
      sample.workersLost > 0 ? colors.yellow : plain,
    ],
    ['searched', `${plural(sample.cases, 'case')}, ${plural(sample.ops, 'op')}, epoch ${count(sample.epoch)}`, plain],
    ['behaviours', behavioursText(sample), plain],
    ['corpus', plural(sample.corpus, 'trace'), plain],
    [
      'rules',
      `${bar(rules)} ${count(sample.rulesReached)} of ${count(sample.rules)} reached`,
      rules < 1 ? colors.yellow : colors.green,
    ],
    [
      'goals',
      `${bar(goals)} ${count(sample.goalsReached)} of ${count(sample.goals)} reached`,
      goals < 1 ? colors.yellow : colors.green,
    ],
    ['findings', findingsText(sample), sample.findings > 0 ? colors.red : plain],
    ['stability', stabilityText(sample), sample.unstable > 0 ? colors.red : plain],
  ];
  const title = cut(
    `${head.subject} ${head.version}, profile ${head.profile}, seed ${head.seed}`,
    page.width,
  ).trimEnd();
  return [
    colors.bold(title),
    ...rows.map(([name, text, paint]) => `${colors.dim(name.padEnd(NAME_WIDTH))}${paint(fit(text, page))}`),
  ].join('\n');
}

const plain = (text: string): string => text;
const fit = (text: string, { width }: Page): string => cut(text, width - NAME_WIDTH).trimEnd();

/** The same in one plain line, for a log or where there is no terminal. */
export const statusLine = (sample: CampaignSample): string =>
  [
    duration(sample.seconds),
    plural(sample.cases, 'case'),
    `${count(sample.casesPerSecond)} cases/s`,
    `${count(sample.opsPerSecond)} ops/s`,
    `${count(sample.behaviours)} behaviours (+${count(sample.behavioursLately)})`,
    `rules ${sample.rulesReached}/${sample.rules}`,
    `goals ${sample.goalsReached}/${sample.goals}`,
    `corpus ${count(sample.corpus)}`,
    `findings ${count(sample.findings)}${sample.knownFindings > 0 ? ` (+${count(sample.knownFindings)} known)` : ''}`,
    ...(sample.unstable > 0 ? [`${count(sample.unstable)} unstable`] : []),
    workersText(sample),
    bytesText(sample.memoryBytes),
  ].join(', ');
