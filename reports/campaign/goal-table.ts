import type { CampaignGoal } from '../../model/vocabulary/campaign';
import { element, textElement } from '../picture/svg';
import { htmlTable } from '../html/table';
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
  htmlTable(
    [
      { heading: 'goal', look: 'name' },
      { heading: 'state' },
      { heading: 'cases', look: 'number' },
      { heading: 'first case', look: 'number' },
    ],
    goals.map(({ name, statement, cases, firstCase }) => [
      { text: name, ...(cases === 0 ? { look: 'warn' } : {}) },
      { text: statement },
      { text: cases === 0 ? 'not reached' : count(cases) },
      { text: firstCase === null ? '–' : count(firstCase) },
    ]),
  );
