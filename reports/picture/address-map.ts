import type { AddressMap, Moments, PictureLeaf } from '../../model/vocabulary/picture';
import { hexAddress } from '../../model/vocabulary/units';
import { plural } from '../text';
import { Axis, overlaps, type PageRange, type Stretch } from './axis';
import { bandOrder, bandSvg, targetBox } from './bands';
import { sourceOf, span, targetOf } from './leaf-run';
import { legend, LEGEND_HEIGHT, memoryBox, pagesText, shortSize } from './memory';
import { panel, PANEL_TOP, PANEL_WIDTH, type Panel } from './panel';
import { box, line, monoWidth, words, type Svg } from './svg';

const LANE_WIDTH = 54;
const LANE_GAP = 5;
const TARGET_WIDTH = 26;
/** Least room between the lanes and what they lead to: bands need a slope to be followed. */
const BAND_WIDTH = 44;
const LABEL_SIZE = 11;
const LABEL_GAP = 8;

type Moment = keyof Moments;

const leafText = ({ lg, count }: PictureLeaf): string => `${count === 1 ? '' : `${count}×`}${shortSize(lg)}`;

/** What a lane has room for: millions of leaves are told by their size. */
const laneText = (leaf: PictureLeaf): string => {
  const text = leafText(leaf);
  const size = monoWidth(text, 10) < LANE_WIDTH ? text : pagesText(span(leaf));
  return `${size}${leaf.mark === '' ? '' : ` ${leaf.mark}`}`;
};

const labelOf = ({ first, pages, isGap }: Stretch): string => (isGap ? `⋮ ${pagesText(pages)}` : hexAddress(first));

/** Room for the widest label of `axis`. */
const labelWidth = (axis: Axis): number =>
  Math.max(0, ...axis.stretches.map((stretch) => monoWidth(labelOf(stretch), LABEL_SIZE))) + LABEL_GAP;

const summary = ({ leaves, from, to, leftOut }: AddressMap): string =>
  [
    ...leaves.map((leaf) => {
      const when = (['before', 'expected', 'observed'] as const).filter((moment) => leaf[moment]).join(', ');
      const mark = leaf.mark === '' ? '' : ` ${leaf.mark}`;
      return `${from} ${hexAddress(leaf.first)} to ${to} ${hexAddress(leaf.target)}, ${leafText(leaf)} ${leaf.kind}${mark}: ${when}${leaf.wrong ? ', wrong' : ''}`;
    }),
    ...(leftOut > 0 ? [`${leftOut} more not shown`] : []),
  ].join('; ') || 'nothing is mapped';

/**
 * One address space and where it leads: a lane each for what was mapped before the breaking op, what is expected after
 * it, and what was observed; from the last one bands go to the other space.
 */
export function addressMapPanel(map: AddressMap, hasExpected: boolean): Panel {
  const touched = map.touched === null || map.touched.pages === 0 ? [] : [map.touched];
  const top = PANEL_TOP + 18;
  const axis = new Axis([...map.leaves.map(sourceOf), ...touched], top);
  const targets = new Axis(map.leaves.map(targetOf), top);
  const moments: Moment[] = hasExpected ? ['before', 'expected', 'observed'] : ['before', 'observed'];
  const lanesAt = Math.max(labelWidth(axis), map.from.length * 6 - 2) + 6;
  const lanesEnd = lanesAt + moments.length * (LANE_WIDTH + LANE_GAP) - LANE_GAP;
  const width = Math.max(PANEL_WIDTH, lanesEnd + BAND_WIDTH + TARGET_WIDTH + labelWidth(targets));
  const targetAt = width - labelWidth(targets) - TARGET_WIDTH;
  const laneOf = (i: number): number => lanesAt + i * (LANE_WIDTH + LANE_GAP);
  const end = Math.max(axis.end, targets.end);
  const body: Svg[] = [
    words(0, PANEL_TOP + 8, map.from, 'small dim'),
    words(width, PANEL_TOP + 8, map.to, 'small dim', 'end'),
    ...moments.map((moment, i) => words(laneOf(i) + LANE_WIDTH / 2, PANEL_TOP + 8, moment, 'small dim', 'middle')),
    axisLabels(axis, lanesAt - LABEL_GAP, 'end'),
    axisLabels(targets, targetAt + TARGET_WIDTH + LABEL_GAP),
    ...moments.map((_, i) => box(laneOf(i), top, LANE_WIDTH, axis.end - top, 'hair')),
    ...touched.map((range) => touchedMark(range, axis, lanesAt, lanesEnd)),
    ...bandOrder(map.leaves).map((leaf) => bandSvg(leaf, axis, targets, lanesEnd, targetAt)),
    ...bandOrder(map.leaves).map((leaf) => targetBox(leaf, targets, targetAt, TARGET_WIDTH)),
    ...moments.flatMap((moment, i) => map.leaves.map((leaf) => laneBox(leaf, moment, map.leaves, axis, laneOf(i)))),
    ...(map.leaves.length === 0 ? [words(lanesEnd + 12, top + 14, 'nothing is mapped', 'small dim')] : []),
    legend(
      map.leaves.map(({ kind }) => kind),
      end + 18,
    ),
    ...(map.leftOut > 0 ? [words(width, end + 22, `… ${plural(map.leftOut, 'more run')}`, 'small dim', 'end')] : []),
  ];
  return panel(map.title, summary(map), end + 8 + LEGEND_HEIGHT + 4, body, width);
}

/** The address of each stretch; the size of each gap. */
const axisLabels = (axis: Axis, x: number, anchor?: 'end'): Svg =>
  axis.stretches
    .map((stretch) =>
      stretch.isGap
        ? words(x, stretch.y + stretch.height / 2 + 4, labelOf(stretch), 'tiny dim', anchor)
        : words(x, stretch.y + 11, labelOf(stretch), 'mono', anchor),
    )
    .join('');

/** A bracket around what the op is about. */
function touchedMark({ first, pages }: PageRange, axis: Axis, left: number, right: number): Svg {
  const [y1, y2] = [axis.at(first), axis.at(first + pages)];
  return box(left - 4, y1, right - left + 8, y2 - y1, 'touchedtint') + line(left - 4, y1, left - 4, y2, 'touched');
}

/** A leaf in one lane; where it is wrong and not there, the hole that it leaves. */
function laneBox(leaf: PictureLeaf, moment: Moment, all: readonly PictureLeaf[], axis: Axis, x: number): Svg {
  const y = axis.at(leaf.first);
  const height = axis.at(leaf.first + span(leaf)) - y;
  const middle = x + LANE_WIDTH / 2;
  if (!leaf[moment]) {
    const isHole =
      leaf.wrong &&
      moment !== 'before' &&
      !all.some((other) => other[moment] && overlaps(sourceOf(other), sourceOf(leaf)));
    if (!isHole) return '';
    const sign = moment === 'observed' ? 'lacks' : 'none';
    return (
      box(x + 1, y + 1, LANE_WIDTH - 2, height - 2, 'lacking') +
      words(middle, y + height / 2 + 4, sign, 'tiny bad', 'middle')
    );
  }
  const isWrong = leaf.wrong && moment === 'observed';
  const tip =
    `${hexAddress(leaf.first)} to ${hexAddress(leaf.target)}, ${leafText(leaf)} ${leaf.kind} ${leaf.mark}`.trim();
  return (
    memoryBox(x, y, LANE_WIDTH, height, leaf.kind, tip) +
    box(x, y, LANE_WIDTH, height, isWrong ? 'wrongedge' : 'edge') +
    textOnMemory(middle, y + height / 2 + 4, laneText(leaf), isWrong)
  );
}

/** Words on a coloured ground: on paper of their own, so that no pattern runs through them. */
const textOnMemory = (x: number, y: number, text: string, isWrong: boolean): Svg => {
  const width = monoWidth(text, 10) + 6;
  return (
    box(x - width / 2, y - 10, width, 13, isWrong ? 'badbox' : 'paperbox') +
    words(x, y, text, isWrong ? 'mono tiny onbad' : 'mono tiny', 'middle')
  );
};
