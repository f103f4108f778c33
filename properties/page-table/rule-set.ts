import type { Capabilities, OpName, PageTableConfig } from '../../model/vocabulary';
import { OP_NAMES, isMap } from '../../model/vocabulary/op';
import {
  BROKEN,
  NOT_EXERCISED,
  type EndRule,
  type InfoRule,
  type LeafRule,
  type PointerRule,
  type RelationRule,
  type Rule,
  type StepRule,
} from './rule';
import type { EndStep, Step } from './step';

/** Called for each rule that a step breaks. */
export type OnBroken = (rule: Rule, step: Step | EndStep) => void;

/**
 * The rules that apply to one format and contract, indexed by kind of op. `tally[i]` counts how often rule `i` of the
 * catalogue was exercised; a rule that a step breaks goes to `onBroken`.
 */
export class RuleSet {
  private readonly byKind: { rule: StepRule; slot: number }[][] = OP_NAMES.map(() => []);
  private readonly leaf: { rule: LeafRule; slot: number }[] = [];
  private readonly pointer: { rule: PointerRule; slot: number }[] = [];
  private readonly end: { rule: EndRule; slot: number }[] = [];
  readonly relations: { rule: RelationRule; slot: number }[] = [];
  readonly infos: { rule: InfoRule; slot: number }[] = [];

  constructor(
    rules: readonly Rule[],
    config: Pick<PageTableConfig, 'format' | 'contract'>,
    capabilities: Capabilities,
  ) {
    rules.forEach((rule, slot) => {
      if (!rule.formats.includes(config.format) || !rule.contracts.includes(config.contract)) return;
      if (rule.needs.some((level) => !capabilities.levels.includes(level))) return;
      switch (rule.scope) {
        case 'step':
          for (const kind of rule.on) this.byKind[kind]!.push({ rule, slot });
          break;
        case 'leaf':
          this.leaf.push({ rule, slot });
          break;
        case 'pointer':
          this.pointer.push({ rule, slot });
          break;
        case 'end':
          this.end.push({ rule, slot });
          break;
        case 'relation':
          this.relations.push({ rule, slot });
          break;
        case 'info':
          this.infos.push({ rule, slot });
          break;
        case 'untested':
          break;
      }
    });
  }

  /** Judges one op. */
  judge(step: Step, tally: Int32Array, onBroken: OnBroken): void {
    const { op, outcome } = step;
    const stepRules = this.byKind[op.kind]!;
    for (let i = 0; i < stepRules.length; i++) {
      const { rule, slot } = stepRules[i]!;
      const judgement = rule.check(step);
      if (judgement === NOT_EXERCISED) continue;
      tally[slot]!++;
      if (judgement === BROKEN) onBroken(rule, step);
    }
    if (outcome.added.length > 0 && isMap(op.kind)) this.judgeLeaves(step, tally, onBroken);
    if (outcome.tablesAdded.length > 0) this.judgePointers(step, tally, onBroken);
  }

  /** Judges the end of a trace. */
  judgeEnd(end: EndStep, tally: Int32Array, onBroken: OnBroken): void {
    for (const { rule, slot } of this.end) {
      const judgement = rule.check(end);
      if (judgement === NOT_EXERCISED) continue;
      tally[slot]!++;
      if (judgement === BROKEN) onBroken(rule, end);
    }
  }

  private judgeLeaves(step: Step, tally: Int32Array, onBroken: OnBroken): void {
    const { added } = step.outcome;
    for (let i = 0; i < this.leaf.length; i++) {
      const { rule, slot } = this.leaf[i]!;
      for (let l = 0; l < added.length; l++) {
        const judgement = rule.check(added[l]!, step);
        if (judgement === NOT_EXERCISED) continue;
        tally[slot]!++;
        if (judgement === BROKEN) onBroken(rule, step);
      }
    }
  }

  private judgePointers(step: Step, tally: Int32Array, onBroken: OnBroken): void {
    const { tablesAdded } = step.outcome;
    for (let i = 0; i < this.pointer.length; i++) {
      const { rule, slot } = this.pointer[i]!;
      for (let t = 0; t < tablesAdded.length; t++) {
        const judgement = rule.check(tablesAdded[t]!, step);
        if (judgement === NOT_EXERCISED) continue;
        tally[slot]!++;
        if (judgement === BROKEN) onBroken(rule, step);
      }
    }
  }
}

/** Why `rule` cannot be judged on a subject with these capabilities, or null if it can. */
export function untestable(
  rule: Rule,
  capabilities: Capabilities,
  contract: PageTableConfig['contract'],
): string | null {
  if (rule.scope === 'untested') return rule.reason;
  if (!rule.contracts.includes(contract)) return `belongs to contract ${rule.contracts.join(', ')}`;
  if (!rule.formats.some((format) => capabilities.formats.includes(format))) {
    return `of format ${rule.formats.join(', ')} only`;
  }
  const missing = rule.needs.filter((level) => !capabilities.levels.includes(level));
  if (missing.length > 0) return `${capabilities.name} does not report ${missing.join(', ')}`;
  if (rule.scope === 'step') {
    const ops = rule.on.map((kind) => OP_NAMES[kind]!);
    if (!ops.some((op: OpName) => capabilities.ops.includes(op)))
      return `${capabilities.name} has no ${ops.join(', ')}`;
  }
  return null;
}

/** Why a rule says BROKEN, in its own words. */
export function explainBroken(rule: Rule, step: Step | EndStep): string {
  switch (rule.scope) {
    case 'step':
      return rule.explain(step as Step);
    case 'end':
      return rule.explain(step as EndStep);
    case 'leaf': {
      const s = step as Step;
      const leaf = s.outcome.added.find((l) => rule.check(l, s) === BROKEN);
      return leaf === undefined ? rule.statement : rule.explain(leaf, s);
    }
    case 'pointer': {
      const s = step as Step;
      const table = s.outcome.tablesAdded.find((t) => rule.check(t, s) === BROKEN);
      return table === undefined ? rule.statement : rule.explain(table, s);
    }
    default:
      return rule.statement;
  }
}
