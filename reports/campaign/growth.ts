import type { CampaignSample } from '../../model/vocabulary/campaign';
import { element, textElement } from '../picture/svg';
import { count, percent } from '../text';
import { bytesText } from './ends';
import { plotSvg, type Plot, type Series } from './plot';

/** What a plot can be drawn against. */
const AXES = [
  { name: 'against time', x: 'time', of: ({ seconds }: CampaignSample) => seconds, text: shortTime, log: false },
  { name: 'against cases', x: 'cases', of: ({ cases }: CampaignSample) => cases, text: shortCount, log: false },
  { name: 'against time, log', x: 'time', of: ({ seconds }: CampaignSample) => seconds, text: shortTime, log: true },
  { name: 'against cases, log', x: 'cases', of: ({ cases }: CampaignSample) => cases, text: shortCount, log: true },
] as const;
type Axis = (typeof AXES)[number];

/** 90 → `90s`, 5400 → `90min`, 36000 → `10h`. */
function shortTime(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toPrecision(3))}s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)}min` : `${Number((seconds / 3600).toFixed(1))}h`;
}

/** 1234 → `1,234`, 2500000 → `2.5M`. */
function shortCount(n: number): string {
  if (n < 10_000) return count(n);
  return n < 1_000_000 ? `${Number((n / 1000).toPrecision(3))}k` : `${Number((n / 1_000_000).toPrecision(3))}M`;
}

const series = (
  name: string,
  samples: readonly CampaignSample[],
  axis: Pick<Axis, 'of'>,
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
      yText: shortCount,
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
      title: 'Corpus and findings',
      yText: shortCount,
      series: [
        series('traces of the corpus', samples, axis, ({ corpus }) => corpus),
        series('findings, known ones too', samples, axis, ({ findings, knownFindings }) => findings + knownFindings),
      ],
    },
  ];
}

/** The growth plots against each axis; the reader picks one, without a script. */
export const growthSection = (samples: readonly CampaignSample[]): string =>
  element(
    'div',
    { class: 'choice' },
    ...AXES.flatMap(({ name }, i) => [
      element('input', { type: 'radio', name: 'growth', id: `growth-${i}`, checked: i === 0 ? 'checked' : undefined }),
      textElement('label', { for: `growth-${i}` }, name),
    ]),
    ...AXES.map((axis, i) =>
      element('div', { class: `plots chosen-${i}` }, ...growthPlots(samples, axis).map(plotSvg)),
    ),
  );

/** What must stay flat. */
export const enduranceSection = (samples: readonly CampaignSample[]): string => {
  const [axis] = AXES;
  const common = { x: axis.x, xText: axis.text, log: false };
  const plots: Plot[] = [
    {
      ...common,
      title: 'Cases a second',
      yText: shortCount,
      series: [series('cases/s', samples, axis, ({ casesPerSecond }) => casesPerSecond)],
    },
    {
      ...common,
      title: 'Memory',
      yText: bytesText,
      series: [series('memory', samples, axis, ({ memoryBytes }) => memoryBytes)],
    },
  ];
  return element('div', { class: 'plots' }, ...plots.map(plotSvg));
};
