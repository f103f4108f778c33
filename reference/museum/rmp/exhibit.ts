import type { RuleId } from '../../../model/vocabulary/rule';
import type { RmpParts } from '../../in-box/rmp';

/** A known bug: the in-box RMP with exactly one part replaced. */
export interface RmpExhibit {
  /** In kebab-case; the subject is called `exhibit:<name>`. */
  readonly name: string;
  /** What is wrong, in one line. */
  readonly title: string;
  /** Where the bug is known from: a report, or the "typical bug" of an invariant. */
  readonly source: string;
  /** The rule that must convict it by its own predicate. */
  readonly rule: RuleId;
  /** The one part that is replaced. */
  readonly parts: Partial<RmpParts>;
}
