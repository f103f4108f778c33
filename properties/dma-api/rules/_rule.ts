import type { RuleInfo } from '../../../model/vocabulary/rule';

/** What most rules have in common: safety, read in upstream source. */
export const STEP = { scope: 'step', level: 'required', confidence: 'U' } as const;

/** What is said of a rule, but for what has defaults. */
export type Said = Pick<RuleInfo, 'id' | 'title' | 'statement' | 'source' | 'why' | 'example'> &
  Partial<Pick<RuleInfo, 'confidence' | 'level'>>;
