import type { PictureWay, WayStation } from '../../model/vocabulary/picture';
import { panel, PANEL_TOP, PANEL_WIDTH, type Panel } from './panel';
import { box, line, shape, words, type Svg } from './svg';
import { linesOf } from './wrap';

const SIGNS: Readonly<Record<WayStation['state'], string>> = { passed: '✓', refused: '■', wrong: '✕' };
const LINE = 14;
const COLUMNS = 45;

/** A way, station by station: where it was let through, where it was stopped, where it went wrong. */
export function wayPanel({ title, stations }: PictureWay): Panel {
  const body: Svg[] = [];
  let y = PANEL_TOP;
  stations.forEach(({ name, text, state }, i) => {
    const lines = linesOf(text, COLUMNS);
    const height = 12 + LINE * lines.length;
    if (i > 0) {
      body.push(
        line(14, y - 8, 14, y - 2, 'branch'),
        shape(
          [
            [10, y - 5],
            [18, y - 5],
            [14, y],
          ],
          'dim',
        ),
      );
    }
    const isWrong = state === 'wrong';
    body.push(
      box(0, y, PANEL_WIDTH, height, isWrong ? 'badtint' : 'paperbox'),
      ...(isWrong ? [box(0, y, PANEL_WIDTH, height, 'wrongedge')] : []),
      words(8, y + 17, SIGNS[state], isWrong ? 'bad' : state === 'passed' ? 'mark' : 'bold'),
      words(26, y + 17, name, isWrong ? 'bad' : 'bold'),
      ...lines.map((part, row) => words(128, y + 17 + row * LINE, part, 'small')),
    );
    y += height + 8;
  });
  return panel(title, stations.map(({ name, text, state }) => `${name}: ${text} (${state})`).join('; '), y, body);
}
