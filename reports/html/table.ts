import { element, textElement } from '../picture/svg';

/** A column: its heading, and how its cells look. */
export interface Column {
  readonly heading: string;
  readonly look?: string;
}

/** A cell: its text, and how it looks besides what its column says. */
export interface Cell {
  readonly text: string;
  readonly look?: string;
  /** Shown while a pointer rests on it. */
  readonly tip?: string;
}

const looks = (...names: readonly (string | undefined)[]): string | undefined =>
  names.filter((name) => name !== undefined).join(' ') || undefined;

/** A table that scrolls by itself where a narrow page has no room for it. */
export const htmlTable = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): string =>
  element(
    'div',
    { class: 'scroll' },
    element(
      'table',
      {},
      element('tr', {}, ...columns.map(({ heading, look }) => textElement('th', { class: look }, heading))),
      ...rows.map((cells) =>
        element(
          'tr',
          {},
          ...cells.map(({ text, look, tip }, i) =>
            textElement('td', { class: looks(columns[i]!.look, look), title: tip }, text),
          ),
        ),
      ),
    ),
  );
