import type { PictureRegion, RegionState, SubPages } from '../../model/vocabulary/picture';
import { hexAddress } from '../../model/vocabulary/units';
import { legend, LEGEND_HEIGHT, memoryBox } from './memory';
import { panel, PANEL_TOP, PANEL_WIDTH, type Panel } from './panel';
import { box, element, words, type Svg } from './svg';
import { linesOf } from './wrap';

/** Sub-pages as a grid, read like a page: 32 in a row, 16 rows. */
const COLUMNS = 32;
const ROWS = 16;
/** Pages of a stretch that would be lost among 512 without an outline. */
const SMALL = 32;
const GAP = 30;
/** Kinds of state that are told in words below a grid. */
const MOST_STATES = 4;
const LINE = 13;
const CHARACTER = 5.7;

interface Stretch {
  readonly from: number;
  readonly pages: number;
}

/** A stretch of sub-pages as at most three rectangles: the rest of a row, whole rows, the start of a row. */
function* tiles(
  from: number,
  pages: number,
  cell: number,
): Generator<{ x: number; y: number; width: number; height: number }> {
  for (let at = from, left = pages; left > 0;) {
    const column = at % COLUMNS;
    const rows = column === 0 ? Math.floor(left / COLUMNS) : 0;
    const taken = rows > 0 ? rows * COLUMNS : Math.min(left, COLUMNS - column);
    const width = (rows > 0 ? COLUMNS : taken) * cell;
    yield { x: column * cell, y: Math.floor(at / COLUMNS) * cell, width, height: Math.max(1, rows) * cell };
    at += taken;
    left -= taken;
  }
}

/** `0 … 3: Guest-Valid ASID 5`. */
const pagesWords = ({ from, pages, state }: SubPages): string =>
  `${pages === 1 ? from : `${from}…${from + pages - 1}`}: ${state}`;

const stateWords = ({ large, pages }: RegionState): string[] => {
  const told = pages.slice(0, MOST_STATES).map(pagesWords);
  const rest = pages.length - told.length;
  return [large ? 'one 2M entry' : '4K entries', ...told, ...(rest > 0 ? [`… ${rest} more`] : [])];
};

/** Stretches of sub-pages that are not as expected. */
function apart(expected: RegionState, observed: RegionState): Stretch[] {
  const states = ({ large, pages }: RegionState): string[] =>
    pages.flatMap((run) => Array.from({ length: run.pages }, () => `${large ? '2M' : '4K'} ${run.kind} ${run.state}`));
  const wanted = states(expected);
  const stretches: { from: number; pages: number }[] = [];
  states(observed).forEach((state, i) => {
    if (state === wanted[i]) return;
    const last = stretches.at(-1);
    if (last !== undefined && last.from + last.pages === i) last.pages++;
    else stretches.push({ from: i, pages: 1 });
  });
  return stretches;
}

/** One 2M region of the RMP before the op, as expected after it, and as observed, sub-page by sub-page. */
export function regionPanel(region: PictureRegion): Panel {
  const { base, before, expected, observed, touched } = region;
  const wrong = expected === null ? [] : apart(expected, observed);
  const columns = columnsOf(before, expected, observed, wrong);
  const cell = (PANEL_WIDTH - GAP * (columns.length - 1)) / columns.length / COLUMNS;
  const [width, height] = [COLUMNS * cell, ROWS * cell];
  const top = PANEL_TOP + 16;
  let end = 0;
  const body = columns.map(({ name, state, bad }, i) => {
    const x = i * (width + GAP);
    const lines = stateWords(state).flatMap((text) => linesOf(text, Math.floor(width / CHARACTER)));
    end = Math.max(end, top + height + 16 + lines.length * LINE);
    return (
      words(x, PANEL_TOP + 8, name, 'small dim') +
      grid(state, x, top, cell) +
      (touched === null ? '' : outline(touched, x, top, cell, 'named', 1)) +
      bad.map((stretch) => outline(stretch, x, top, cell, 'wrongedge')).join('') +
      lines
        .map((text, row) => words(x, top + height + 16 + row * LINE, text, bad.length > 0 ? 'tiny bold' : 'tiny'))
        .join('')
    );
  });
  const kinds = columns.flatMap(({ state }) => state.pages.map(({ kind }) => kind));
  const title = `RMP, 2M region at ${hexAddress(base)}`;
  const told = columns.map(({ name, state }) => `${name}: ${stateWords(state).join(', ')}`);
  return panel(title, told.join('; '), end + LEGEND_HEIGHT, [...body, legend(kinds, end + 6)]);
}

interface Column {
  readonly name: string;
  readonly state: RegionState;
  readonly bad: readonly Stretch[];
}

/** A grid for each state; one for all of them where the op changes nothing here, and nothing should change. */
function columnsOf(
  before: RegionState,
  expected: RegionState | null,
  observed: RegionState,
  bad: readonly Stretch[],
): Column[] {
  const isStill = bad.length === 0 && apart(before, observed).length === 0;
  if (isStill) return [{ name: 'before and after the op', state: observed, bad }];
  return [
    { name: 'before', state: before, bad: [] },
    ...(expected === null ? [] : [{ name: 'expected', state: expected, bad: [] }]),
    { name: 'observed', state: observed, bad },
  ];
}

/** 2M entries have no lines between their pages. */
function grid({ large, pages }: RegionState, x: number, y: number, cell: number): Svg {
  const parts = pages.flatMap((run) =>
    [...tiles(run.from, run.pages, cell)].map((tile) =>
      memoryBox(x + tile.x, y + tile.y, tile.width, tile.height, run.kind, pagesWords(run)),
    ),
  );
  const small = pages.filter((run) => run.pages <= SMALL).map((run) => outline(run, x, y, cell, 'edge'));
  const lines = large ? '' : gridLines(x, y, cell);
  return parts.join('') + lines + small.join('') + box(x, y, COLUMNS * cell, ROWS * cell, 'edge');
}

const gridLines = (x: number, y: number, cell: number): Svg => {
  const down = Array.from(
    { length: COLUMNS - 1 },
    (_, i) => `M${fixed(x + (i + 1) * cell)} ${fixed(y)}v${fixed(ROWS * cell)}`,
  );
  const across = Array.from(
    { length: ROWS - 1 },
    (_, i) => `M${fixed(x)} ${fixed(y + (i + 1) * cell)}h${fixed(COLUMNS * cell)}`,
  );
  return element('path', { d: [...down, ...across].join(''), class: 'grid' });
};

const fixed = (value: number): string => String(Math.round(value * 10) / 10);

/** A stretch of sub-pages outlined, `around` px outside of it: small ones must stay visible. */
const outline = ({ from, pages }: Stretch, x: number, y: number, cell: number, look: string, around = 0): Svg =>
  [...tiles(from, pages, cell)]
    .map((tile) =>
      box(x + tile.x - around, y + tile.y - around, tile.width + 2 * around, tile.height + 2 * around, look),
    )
    .join('');
