import { element, line, textElement, words, type Svg } from '../picture/svg';
import { linearScale, logScale, type Scale } from './scale';

/** One line of a plot; its points in order of x. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** What a plot shows. Zero is on every linear axis. */
export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
  readonly series: readonly Series[];
  /** Both axes logarithmic; a share (see `yMost`) stays linear. */
  readonly log: boolean;
  /** End of the y axis where it is not the largest value: 1 for shares. */
  readonly yMost?: number;
  /** What is counted comes whole. */
  readonly whole?: true;
}

const WIDTH = 520;
const HEIGHT = 236;
const LEFT = 56;
const RIGHT = 14;
const TOP = 44;
const BOTTOM = 40;
/** Points of a line: more than there are pixels to show them only make the page heavy. */
const MOST_POINTS = 240;

/** Evenly chosen points, the last one among them. */
const thinned = <T>(points: readonly T[]): readonly T[] => {
  const every = Math.ceil(points.length / MOST_POINTS);
  return every <= 1 ? points : points.filter((_, i) => (points.length - 1 - i) % every === 0);
};

/** A line plot as an SVG that grows and shrinks with the page. */
export function plotSvg({ title, x, xText, yText, series, log, yMost, whole }: Plot): Svg {
  const all = series.flatMap(({ points }) => points);
  const xs = scaleOf(
    all.map(([value]) => value),
    log,
  );
  const values = all.map(([, value]) => value);
  const ys = yMost === undefined ? scaleOf(values, log, whole) : linearScale(yMost);
  const xAt = (value: number): number => LEFT + xs.place(value) * (WIDTH - LEFT - RIGHT);
  const yAt = (value: number): number => HEIGHT - BOTTOM - ys.place(value) * (HEIGHT - TOP - BOTTOM);
  const last = series.map(({ name, points }) => `${name}: ${yText(points.at(-1)?.[1] ?? 0)}`).join(', ');
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: 'img', class: 'picture plot' },
    textElement('title', {}, title),
    textElement('desc', {}, `${title} against ${x}; at the end ${last}`),
    words(0, 14, title, 'heading'),
    legend(series),
    ...ys.ticks.map((tick) => line(LEFT, yAt(tick), WIDTH - RIGHT, yAt(tick), 'hair')),
    ...ys.ticks.map((tick) => words(LEFT - 6, yAt(tick) + 4, yText(tick), 'small dim', 'end')),
    ...xs.ticks.map((tick) => words(xAt(tick), HEIGHT - BOTTOM + 15, xText(tick), 'small dim', 'middle')),
    words(WIDTH - RIGHT, HEIGHT - 6, x, 'small dim', 'end'),
    ...series.map(({ points }, i) => polyline(points, xAt, yAt, i)),
  );
}

const scaleOf = (values: readonly number[], log: boolean, whole?: true): Scale => {
  const most = Math.max(0, ...values);
  const positive = values.filter((value) => value > 0);
  return log && positive.length > 0 ? logScale(Math.min(...positive), most) : linearScale(most, whole ? 1 : 0);
};

const polyline = (
  points: Series['points'],
  xAt: (value: number) => number,
  yAt: (value: number) => number,
  index: number,
): Svg => {
  const place = ([x, y]: readonly [number, number]): string => `${xAt(x).toFixed(1)} ${yAt(y).toFixed(1)}`;
  return element('path', { d: `M${thinned(points).map(place).join('L')}`, class: `series s${index + 1}` });
};

const legend = (series: readonly Series[]): Svg => {
  if (series.length < 2) return '';
  let x = 0;
  return series
    .map(({ name }, i) => {
      const at = x;
      x += 30 + name.length * 6.4 + 16;
      return line(at, 29, at + 22, 29, `series s${i + 1}`) + words(at + 28, 33, name, 'small');
    })
    .join('');
};
