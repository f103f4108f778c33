import type { Contract, Format, RuleId } from '../../../model/vocabulary';
import type { Parts } from '../../in-box/page-table';

/** A known bug: the in-box implementation with exactly one part replaced. */
export interface Exhibit {
  /** In kebab-case; the subject is called `exhibit:<name>`. */
  readonly name: string;
  /** What is wrong, in one line. */
  readonly title: string;
  /** Where the bug is known from: a commit, a CVE, a mail, or the "Bug:" of an invariant. */
  readonly source: string;
  /** The rule that must convict it by its own predicate. */
  readonly rule: RuleId;
  readonly contract: Contract;
  readonly formats: readonly Format[];
  /** The one part that is replaced. */
  readonly parts: Partial<Parts>;
}
