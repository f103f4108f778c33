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

/** The gravest first. */
const ORDER: readonly RuleStatus[] = ['broken', 'known', 'not reached', 'not tested', 'held'];
const LOOKS: Readonly<Record<RuleStatus, string>> = {
  broken: 'bad',
  known: 'warn',
  'not reached': 'warn',
  'not tested': 'dim',
  held: 'good',
};

/** Every rule in a row of its own, the gravest status first; those that held are folded away. */
export function ruleTables(rules: readonly ToldRule[]): string {
  const byStatus = ORDER.map((status) => rules.filter((rule) => rule.status === status));
  const held = byStatus.at(-1)!;
  const others = byStatus.slice(0, -1).flat();
  return [
    ...(others.length > 0 ? [table(others)] : []),
    ...(held.length > 0
      ? [element('details', {}, textElement('summary', {}, `${plural(held.length, 'rule')} held`), table(held))]
      : []),
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
