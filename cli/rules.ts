import type { RuleId } from '../model/vocabulary';
import { allRules } from '../properties/page-table/catalogue';
import type { Rule } from '../properties/page-table/rule';
import { oneOf } from './one-of';

/** The rule called `id`, in whatever case it was typed. */
export function ruleCalled(id: string): Rule {
  const rules = allRules();
  const name = oneOf(
    'rule',
    id,
    rules.map((rule) => rule.id),
    '`iommu-conformance rules`',
  );
  return rules.find((rule) => rule.id === name)!;
}

export const ruleIds = (ids: readonly string[]): readonly RuleId[] => ids.map((id) => ruleCalled(id).id);
