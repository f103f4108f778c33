import { element, textElement } from '../picture/svg';

/** A number or a word that a reader looks for first, with what it is. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** How it looks: `good`, `bad`, `warn`; left out: plain. */
  readonly look?: 'good' | 'bad' | 'warn';
}

/** Facts as a row of boxes that wraps. */
export const factList = (facts: readonly Fact[]): string =>
  element(
    'ul',
    { class: 'facts' },
    ...facts.map(({ name, value, look }) =>
      element('li', {}, textElement('b', { class: look }, value), textElement('span', { class: 'dim' }, name)),
    ),
  );
