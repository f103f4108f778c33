import type { RuleInfo } from '../../model/vocabulary/rule';

/** A rule without its predicate: it can go to another thread. */
export const infoOf = ({ id, title, statement, source, confidence, level, why, example }: RuleInfo): RuleInfo => ({
  id,
  title,
  statement,
  source,
  confidence,
  level,
  why,
  example,
});
