import type { PictureOp, TracePicture } from '../../model/vocabulary/picture';
import { plural } from '../text';
import { panel, PANEL_TOP, PANEL_WIDTH, type Panel } from './panel';
import { box, shape, words, type Svg } from './svg';
import { linesOf } from './wrap';

/** Longest trace that is shown whole; of a longer one the ops before the break. */
const OPS_SHOWN = 16;
const LINE = 15;
const TEXT_AT = 40;
const COLUMNS = Math.floor((PANEL_WIDTH - TEXT_AT) / 6.8);

/** The ops in order, the breaking one marked, with what came of it. */
export function opListPanel({ ops, breaking, outcome }: TracePicture): Panel {
  const first = Math.max(0, Math.min(breaking + 1, ops.length) - OPS_SHOWN);
  const shown: PictureOp[] = ops.slice(first, first + OPS_SHOWN).map((op) => ({ ...op }));
  if (breaking >= ops.length) shown.push({ index: ops.length, text: 'end of the trace' });
  const body: Svg[] = [];
  let y = PANEL_TOP;
  if (first > 0) {
    body.push(words(TEXT_AT, y + 10, `… ${plural(first, 'op')} before`, 'small dim'));
    y += LINE + 3;
  }
  for (const { index, text, state } of shown) {
    const isBreaking = index === breaking;
    const lines = linesOf(text, COLUMNS);
    const left = state === undefined ? [] : linesOf(state, COLUMNS).map((part) => ({ text: part, look: 'small dim' }));
    const notes = [...left, ...(isBreaking ? outcomeLines(outcome) : [])];
    const height = (lines.length + notes.length) * LINE + 5;
    if (isBreaking) {
      body.push(box(0, y, PANEL_WIDTH, height, 'badtint'));
      body.push(
        shape(
          [
            [2, y + 5],
            [12, y + 10.5],
            [2, y + 16],
          ],
          'badbox',
        ),
      );
    }
    body.push(words(34, y + 14, String(index), isBreaking ? 'mono bad' : 'mono dim', 'end'));
    lines.forEach((part, row) =>
      body.push(words(TEXT_AT, y + 14 + row * LINE, part, isBreaking ? 'mono bold' : 'mono')),
    );
    notes.forEach(({ text: note, look }, row) =>
      body.push(words(TEXT_AT, y + 14 + (lines.length + row) * LINE, note, look)),
    );
    y += height;
  }
  const after = ops.length - first - OPS_SHOWN;
  if (after > 0) {
    body.push(words(TEXT_AT, y + 12, `… ${plural(after, 'op')} after`, 'small dim'));
    y += LINE + 3;
  }
  const told = shown
    .map(({ index, text, state }) => {
      const left = state === undefined ? '' : ` → ${state}`;
      return `${index}${index === breaking ? ' (breaks)' : ''} ${text}${left}`;
    })
    .join('; ');
  return panel('The ops', told, y + 6, body);
}

/** What came of the breaking op, under what was expected where that is known to differ. */
function outcomeLines(outcome: TracePicture['outcome']): { text: string; look: string }[] {
  if (outcome === null) return [];
  const lines = (name: string, text: string, look: string): { text: string; look: string }[] =>
    linesOf(`${name}${text}`, COLUMNS)
      .slice(0, 4)
      .map((part) => ({ text: part, look }));
  return [
    ...(outcome.expected === null ? [] : lines('expected: ', outcome.expected, 'mono')),
    ...lines(
      outcome.expected === null ? '→ ' : 'observed: ',
      outcome.observed,
      outcome.expected === null ? 'mono' : 'mono bad',
    ),
  ];
}
