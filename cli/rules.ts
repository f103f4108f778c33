import type { RuleId, RuleInfo } from '../model/vocabulary';
import { allRules } from '../properties/page-table/catalogue';
import type { Rule } from '../properties/page-table/rule';
import { exhibits } from '../reference/museum/page-table';
import type { RuleTests } from '../reports/rule-card';
import { oneOf } from './one-of';
import type { AnyPlainRule, PlainStand } from './plain/plain-stand';
import { PLAIN_STANDS } from './plain/stands';

/** A rule of any machine with what tests it. */
export interface ListedRule {
  readonly rule: RuleInfo;
  readonly tests: RuleTests;
}

const exhibitsFor = (id: RuleId, all: readonly { readonly name: string; readonly rule: RuleId }[]): string[] =>
  all.filter(({ rule }) => rule === id).map(({ name }) => name);

const pageTableRule = (rule: Rule): ListedRule => ({
  rule,
  tests: {
    exhibits: exhibitsFor(rule.id, exhibits()),
    untested: rule.scope === 'untested' ? rule.reason : null,
    applies:
      `page-table machine; contract ${rule.contracts.join(', ')}; format ${rule.formats.join(', ')}; ` +
      `needs a subject that reports ${rule.needs.length === 0 ? 'results' : rule.needs.join(', ')}`,
  },
});

const plainRule = (rule: AnyPlainRule, stand: PlainStand): ListedRule => ({
  rule,
  tests: {
    exhibits: exhibitsFor(rule.id, stand.exhibits()),
    untested: rule.scope === 'untested' ? (rule.reason ?? 'no reason given') : null,
    applies: `${stand.machine} machine`,
  },
});

/** All rules of all machines. */
export const listedRules = (): ListedRule[] => [
  ...allRules().map(pageTableRule),
  ...PLAIN_STANDS.flatMap((stand) => stand.rules().map((rule) => plainRule(rule, stand))),
];

const LISTED_BY = '`iommu-conformance rules`';

/** The rule called `id`, in whatever case it was typed: once for each machine that it is judged on. */
export function rulesCalled(id: string): ListedRule[] {
  const rules = listedRules();
  const ids = rules.map(({ rule }) => rule.id);
  const name = oneOf('rule', id, ids, LISTED_BY);
  return rules.filter(({ rule }) => rule.id === name);
}

/** The page-table rule called `id`. */
export function pageTableRuleCalled(id: string): Rule {
  const rules = allRules();
  const ids = rules.map((rule) => rule.id);
  const name = oneOf('rule', id, ids, LISTED_BY);
  return rules.find((rule) => rule.id === name)!;
}

/** The IDs of page-table rules, in the spelling of the catalogue. */
export const ruleIds = (ids: readonly string[]): readonly RuleId[] => ids.map((id) => pageTableRuleCalled(id).id);
