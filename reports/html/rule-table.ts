import type { RuleInfo } from '../../model/vocabulary/rule';
import type { RuleStatus } from '../../model/vocabulary/verdict';
import { element, textElement } from '../picture/svg';
import { count, plural } from '../text';
import { htmlTable } from './table';

/** A rule with how a run did at it. */
export interface ToldRule {
  readonly rule: RuleInfo;
  readonly status: RuleStatus;
  readonly exercised: number;
  readonly reason?: string;
}

/** Statuses that a reader must see, the gravest first; and those that are folded away. */
const SHOWN: readonly RuleStatus[] = ['broken', 'known', 'not reached'];
const FOLDED: readonly RuleStatus[] = ['not tested', 'held'];
const LOOKS: Readonly<Record<RuleStatus, string>> = {
  broken: 'bad',
  known: 'warn',
  'not reached': 'warn',
  'not tested': 'dim',
  held: 'good',
};

/** Every rule in a row of its own, the gravest status first; those that held, and those nobody could test, are folded. */
export function ruleTables(rules: readonly ToldRule[]): string {
  const of = (status: RuleStatus): ToldRule[] => rules.filter((rule) => rule.status === status);
  const shown = SHOWN.flatMap(of);
  const folded = FOLDED.map((status) => [status, of(status)] as const).filter(([, told]) => told.length > 0);
  return [
    ...(shown.length > 0 ? [table(shown)] : []),
    ...folded.map(([status, told]) =>
      element('details', {}, textElement('summary', {}, `${plural(told.length, 'rule')} ${status}`), table(told)),
    ),
  ].join('\n');
}

const table = (rules: readonly ToldRule[]): string =>
  htmlTable(
    [
      { heading: 'rule', look: 'nowrap' },
      { heading: 'statement' },
      { heading: 'level', look: 'wide' },
      { heading: 'status', look: 'nowrap' },
      { heading: 'times', look: 'number' },
    ],
    rules.map(({ rule, status, exercised, reason }) => [
      { text: rule.id },
      { text: reason === undefined ? rule.statement : `${rule.statement} (${reason})`, tip: rule.source },
      { text: rule.level },
      { text: status, look: LOOKS[status] },
      { text: count(exercised) },
    ]),
  );
