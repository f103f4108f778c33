import type { Rule } from '../properties/page-table/rule';
import { exhibits } from '../reference/museum/page-table';
import type { RuleTests } from '../reports/rule-card';

/** What tests a rule: the exhibits that it must convict, or the reason why it is not judged. */
export const testsOf = (rule: Rule): RuleTests => ({
  exhibits: exhibits()
    .filter((exhibit) => exhibit.rule === rule.id)
    .map(({ name }) => name),
  untested: rule.scope === 'untested' ? rule.reason : null,
  applies:
    `contract ${rule.contracts.join(', ')}; format ${rule.formats.join(', ')}; ` +
    `needs a subject that reports ${rule.needs.length === 0 ? 'results' : rule.needs.join(', ')}`,
});
