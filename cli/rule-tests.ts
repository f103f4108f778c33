import type { RuleTests } from '../reports/rule-card';
import type { Rule } from '../properties/page-table/rule';
import { EXHIBITS } from '../reference/museum/page-table';

/** What tests a rule: the exhibits that name it, or the reason why it is not judged. */
export const testsOf = (rule: Rule): RuleTests => ({
  exhibits: EXHIBITS.filter(({ rules }) => rules.includes(rule.id)).map(({ name }) => name),
  untested: rule.scope === 'untested' ? rule.reason : null,
});
