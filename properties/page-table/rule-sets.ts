import type { Capabilities, PageTableConfig } from '../../model/vocabulary';
import type { Rule } from './rule';
import { RuleSet } from './rule-set';

/** The rule sets of one search, each made when first asked for: what they pick by facts is picked once for all cases. */
export class RuleSets {
  private readonly sets = new Map<string, RuleSet>();

  constructor(
    private readonly rules: readonly Rule[],
    private readonly capabilities: Capabilities,
  ) {}

  /** The rules that apply under `config`. */
  of(config: Pick<PageTableConfig, 'format' | 'contract'>): RuleSet {
    const key = `${config.format} ${config.contract}`;
    let set = this.sets.get(key);
    if (set === undefined) this.sets.set(key, (set = new RuleSet(this.rules, config, this.capabilities)));
    return set;
  }
}
