import type { CampaignGoal } from '../../model/vocabulary/campaign';
import { element, textElement } from '../picture/svg';
import { count, plural } from '../text';

/** Every goal in a row of its own: those not reached first; the others are folded away. */
export function goalTables(goals: readonly CampaignGoal[]): string {
  const missed = goals.filter(({ cases }) => cases === 0);
  const reached = goals.filter(({ cases }) => cases > 0);
  return [
    ...(missed.length > 0 ? [table(missed)] : []),
    ...(reached.length > 0
      ? [
          element(
            'details',
            {},
            textElement('summary', {}, `${plural(reached.length, 'goal')} reached`),
            table(reached),
          ),
        ]
      : []),
  ].join('\n');
}

const table = (goals: readonly CampaignGoal[]): string =>
  element(
    'table',
    {},
    element(
      'tr',
      {},
      textElement('th', {}, 'goal'),
      textElement('th', {}, 'state'),
      textElement('th', { class: 'number' }, 'cases'),
      textElement('th', { class: 'number' }, 'first case'),
    ),
    ...goals.map(({ name, statement, cases, firstCase }) =>
      element(
        'tr',
        {},
        textElement('td', cases === 0 ? { class: 'warn' } : {}, name),
        textElement('td', {}, statement),
        textElement('td', { class: 'number' }, cases === 0 ? 'not reached' : count(cases)),
        textElement('td', { class: 'number' }, firstCase === null ? '–' : count(firstCase)),
      ),
    ),
  );
