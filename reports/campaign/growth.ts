import type { CampaignSample } from '../../model/vocabulary/campaign';
import { element, textElement } from '../picture/svg';
import { count, percent } from '../text';
import { plotSvg, type Plot, type Series } from './plot';

/** What a plot is drawn against. */
interface Axis {
  readonly name: string;
  readonly x: string;
  readonly log: boolean;
  readonly text: (value: number) => string;
  readonly of: (sample: CampaignSample) => number;
}

const TIME_UNITS = [
  { name: 'hours', seconds: 3600 },
  { name: 'minutes', seconds: 60 },
  { name: 'seconds', seconds: 1 },
] as const;

/** Time in the largest unit of which the campaign has run two: labels are round numbers of it. */
function timeAxis(samples: readonly CampaignSample[]): Axis {
  const end = samples.at(-1)?.seconds ?? 0;
  const unit = TIME_UNITS.find(({ seconds }) => end >= 2 * seconds) ?? TIME_UNITS[2];
  const of = ({ seconds }: CampaignSample): number => seconds / unit.seconds;
  return { name: 'against time', x: unit.name, log: false, text: shortNumber, of };
}

const CASE_AXIS: Axis = { name: 'against cases', x: 'cases', log: false, text: shortNumber, of: ({ cases }) => cases };

/** Time and cases, each linear and logarithmic. */
function axesOf(samples: readonly CampaignSample[]): Axis[] {
  const axes = [timeAxis(samples), CASE_AXIS];
  return [...axes, ...axes.map((axis) => ({ ...axis, name: `${axis.name}, log`, log: true }))];
}

/** 1234 → `1,234`, 2500000 → `2.5M`, 0.01 → `0.01`. */
function shortNumber(n: number): string {
  if (n < 10) return String(Number(n.toPrecision(2)));
  if (n < 10_000) return count(n);
  return n < 1_000_000 ? `${Number((n / 1000).toPrecision(3))}k` : `${Number((n / 1_000_000).toPrecision(3))}M`;
}

const series = (
  name: string,
  samples: readonly CampaignSample[],
  axis: Axis,
  value: (sample: CampaignSample) => number,
): Series => ({ name, points: samples.map((sample) => [axis.of(sample), value(sample)] as const) });

const share = (reached: number, all: number): number => (all === 0 ? 1 : reached / all);

/** What grows while a search gets somewhere. */
function growthPlots(samples: readonly CampaignSample[], axis: Axis): Plot[] {
  const common = { x: axis.x, xText: axis.text, log: axis.log };
  return [
    {
      ...common,
      title: 'Distinct behaviours',
      yText: shortNumber,
      series: [series('behaviours', samples, axis, ({ behaviours }) => behaviours)],
    },
    {
      ...common,
      title: 'Rules and goals reached',
      yText: percent,
      yMost: 1,
      series: [
        series('rules', samples, axis, ({ rulesReached, rules }) => share(rulesReached, rules)),
        series('goals', samples, axis, ({ goalsReached, goals }) => share(goalsReached, goals)),
      ],
    },
    {
      ...common,
      title: 'Traces in the corpus',
      yText: shortNumber,
      series: [series('traces', samples, axis, ({ corpus }) => corpus)],
    },
    {
      ...common,
      title: 'Distinct findings',
      whole: true,
      yText: shortNumber,
      series: [
        series('new', samples, axis, ({ findings }) => findings),
        series('known', samples, axis, ({ knownFindings }) => knownFindings),
      ],
    },
  ];
}

/** The growth plots against each axis; the reader picks one, without a script. */
export function growthSection(samples: readonly CampaignSample[]): string {
  const axes = axesOf(samples);
  return element(
    'div',
    { class: 'choice' },
    ...axes.flatMap(({ name }, i) => [
      element('input', { type: 'radio', name: 'growth', id: `growth-${i}`, checked: i === 0 ? 'checked' : undefined }),
      textElement('label', { for: `growth-${i}` }, name),
    ]),
    ...axes.map((axis, i) =>
      element('div', { class: `plots chosen-${i}` }, ...growthPlots(samples, axis).map(plotSvg)),
    ),
  );
}

/** What must stay flat. */
export function enduranceSection(samples: readonly CampaignSample[]): string {
  const axis = timeAxis(samples);
  const common = { x: axis.x, xText: axis.text, log: false };
  const plots: Plot[] = [
    {
      ...common,
      title: 'Cases a second',
      yText: shortNumber,
      series: [series('cases a second', samples, axis, ({ casesPerSecond }) => casesPerSecond)],
    },
    {
      ...common,
      title: 'Memory, MiB',
      yText: shortNumber,
      series: [series('MiB', samples, axis, ({ memoryBytes }) => memoryBytes / 2 ** 20)],
    },
  ];
  return element('div', { class: 'plots' }, ...plots.map(plotSvg));
}
