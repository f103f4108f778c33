import type { TracePicture } from '../../model/vocabulary/picture';
import { addressMapPanel } from './address-map';
import { effectsPanel } from './effects';
import { entryPanel } from './entry-bits';
import { opListPanel } from './op-list';
import { PANEL_WIDTH, type Panel } from './panel';
import { regionPanel } from './region';
import { wayPanel } from './way';
import { PATTERNS, PICTURE_STYLE } from './style';
import { element, textElement, words, type Svg } from './svg';
import { treePanel } from './tree';
import { linesOf } from './wrap';

/** Entries and regions that a picture shows: a reader needs the first, not every one of a broken range. */
const MOST_ENTRIES = 1;
const MOST_REGIONS = 4;

/** The parts of a picture in the order in which a person looks at them. */
export function panelsOf(picture: TracePicture): Panel[] {
  const { maps, entries, regions, ways, effects, trees, hasExpected } = picture;
  return [
    ...maps.map((map) => addressMapPanel(map, hasExpected)),
    ...entries.slice(0, MOST_ENTRIES).map(entryPanel),
    ...(effects.length > 0 ? [effectsPanel(effects)] : []),
    ...ways.map(wayPanel),
    ...regions.slice(0, MOST_REGIONS).map(regionPanel),
    opListPanel(picture),
    ...trees.map(treePanel),
  ];
}

/** What the picture shows, in one sentence for those who do not see it. */
export const headingOf = ({ rule, title }: TracePicture): string => `${rule ?? 'conformance'}: ${title}`;

const MARGIN = 18;
const GUTTER = 28;

/**
 * The picture as one SVG document: panels in `columns` columns, each put where the least stands so far. Colours follow the
 * reader's scheme, light or dark.
 */
export function pictureSvg(picture: TracePicture, columns: 1 | 2 = 2): string {
  const panels = panelsOf(picture);
  const columnWidth = Math.max(PANEL_WIDTH, ...panels.map(({ width }) => width));
  const count = Math.min(columns, panels.length);
  const width = 2 * MARGIN + count * columnWidth + (count - 1) * GUTTER;
  const head = headingLines(picture, Math.floor((width - 2 * MARGIN) / 7));
  const ends: number[] = Array.from({ length: count }, () => MARGIN + head.height);
  const placed = panels.map((panel) => {
    const column = ends.indexOf(Math.min(...ends));
    const x = MARGIN + column * (columnWidth + GUTTER);
    const y = ends[column]!;
    ends[column] = y + panel.height + GUTTER;
    return element(
      'g',
      { transform: `translate(${x} ${y})`, role: 'img' },
      textElement('title', {}, panel.title),
      textElement('desc', {}, panel.description),
      panel.body,
    );
  });
  const height = Math.max(...ends) - GUTTER + MARGIN;
  const document = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'picture',
      viewBox: `0 0 ${width} ${Math.ceil(height)}`,
      width,
      height: Math.ceil(height),
      role: 'img',
    },
    textElement('title', {}, headingOf(picture)),
    textElement('desc', {}, picture.reason),
    `<style>${PICTURE_STYLE}</style>`,
    PATTERNS,
    element('rect', { width: '100%', height: '100%', class: 'paper' }),
    `<g transform="translate(${MARGIN} ${MARGIN})">${head.body}</g>`,
    ...placed,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document}\n`;
}

function headingLines(picture: TracePicture, columns: number): { body: Svg; height: number } {
  const { subject, machine, config, reason } = picture;
  const lines = [
    ...linesOf(headingOf(picture), Math.floor(columns * 0.8)).map((text) => ({ text, look: 'heading' })),
    ...linesOf(reason, columns).map((text) => ({ text, look: 'bad' })),
    ...linesOf(`${subject}, ${machine}: ${config}`, columns).map((text) => ({ text, look: 'small dim' })),
  ];
  return {
    body: lines.map(({ text, look }, row) => words(0, 14 + row * 18, text, look)).join(''),
    height: lines.length * 18 + 14,
  };
}
