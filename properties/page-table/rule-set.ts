import type { Capabilities, Leaf, OpName, PageTableConfig, TableRef } from '../../model/vocabulary';
import { OP_NAMES, isMap } from '../../model/vocabulary/op';
import { factsOf, factsOfLeaf, type Facts } from './facts';
import { endOfLook } from './look';
import {
  BROKEN,
  NOT_EXERCISED,
  type EndRule,
  type InfoRule,
  type Judgement,
  type LeafRule,
  type PointerRule,
  type RelationRule,
  type Rule,
  type StepRule,
} from './rule';
import type { EndStep, Step } from './step';

/** Called for each rule that a step breaks. */
export type OnBroken = (rule: Rule, step: Step | EndStep) => void;

type Check<T extends unknown[]> = (...subject: T) => Judgement;

/**
 * Rules of one scope, laid out for the hot path: the check functions in one array, so that a call reads neither the
 * rule object nor its slot unless it has something to say.
 */
class Panel<R extends Rule, T extends unknown[]> {
  readonly rules: R[] = [];
  readonly checks: Check<T>[] = [];
  /** Index of each rule in the catalogue. */
  readonly slots: number[] = [];

  add(rule: R, check: Check<T>, slot: number): void {
    this.rules.push(rule);
    this.checks.push(check);
    this.slots.push(slot);
  }
}

/**
 * A panel whose rules say with `when` what they are about. Of all sets of facts few occur, and for each of those the
 * rules that must be asked are picked once.
 */
class FactPanel<R extends Rule & { readonly when?: Facts }, T extends unknown[]> extends Panel<R, T> {
  /** All facts that a rule names: the others make no difference. */
  private named: Facts = 0;
  private readonly picked = new Map<Facts, Panel<R, T>>();

  override add(rule: R, check: Check<T>, slot: number): void {
    super.add(rule, check, slot);
    this.named |= rule.when ?? 0;
  }

  /** The rules that may have something to say where `facts` hold, in the order of the catalogue. */
  pick(facts: Facts): Panel<R, T> {
    return this.picked.get(facts & this.named) ?? this.pickNew(facts & this.named);
  }

  private pickNew(facts: Facts): Panel<R, T> {
    const panel = new Panel<R, T>();
    this.rules.forEach((rule, i) => {
      if (rule.when === undefined || (rule.when & facts) !== 0) panel.add(rule, this.checks[i]!, this.slots[i]!);
    });
    this.picked.set(facts, panel);
    return panel;
  }
}

/**
 * The rules that apply to one format and contract, indexed by kind of op. `tally[i]` counts how often rule `i` of the
 * catalogue was exercised; a rule that a step breaks goes to `onBroken`.
 */
export class RuleSet {
  private readonly byKind = OP_NAMES.map(() => new FactPanel<StepRule, [Step]>());
  private readonly leaf = new FactPanel<LeafRule, [Leaf, Step]>();
  private readonly look = new FactPanel<LeafRule, [Leaf, Step]>();
  private readonly pointer = new Panel<PointerRule, [TableRef, Step]>();
  private readonly end = new Panel<EndRule, [EndStep]>();
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
          for (const kind of rule.on) this.byKind[kind]!.add(rule, rule.check, slot);
          break;
        case 'leaf':
          (rule.byLook ? this.look : this.leaf).add(rule, rule.check, slot);
          break;
        case 'pointer':
          this.pointer.add(rule, rule.check, slot);
          break;
        case 'end':
          this.end.add(rule, rule.check, slot);
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
    const facts = factsOf(step);
    const { rules, checks, slots } = this.byKind[op.kind]!.pick(facts);
    for (let i = 0; i < checks.length; i++) {
      // Called by a name of its own: as a member of `checks` it would be handed that array as well.
      const check = checks[i]!;
      const judgement = check(step);
      if (judgement === NOT_EXERCISED) continue;
      tally[slots[i]!]!++;
      if (judgement === BROKEN) onBroken(rules[i]!, step);
    }
    if (outcome.added.length > 0 && isMap(op.kind)) this.judgeLeaves(step, facts, tally, onBroken);
    const tables = outcome.tablesAdded;
    if (tables.length > 0) judgeRange(this.pointer, tables, 0, tables.length, 1, step, tally, onBroken);
  }

  /** Judges the leaves that a map added, those of several items by more rules than the others. */
  private judgeLeaves(step: Step, facts: Facts, tally: Int32Array, onBroken: OnBroken): void {
    const { added } = step.outcome;
    for (let first = 0; first < added.length;) {
      const end = endOfLook(step, first);
      const ofRun = facts | factsOfLeaf(added[first]!);
      judgeRange(this.leaf.pick(ofRun), added, first, end, 1, step, tally, onBroken);
      judgeRange(this.look.pick(ofRun), added, first, first + 1, end - first, step, tally, onBroken);
      first = end;
    }
  }

  /** Judges the end of a trace. */
  judgeEnd(end: EndStep, tally: Int32Array, onBroken: OnBroken): void {
    const { rules, checks, slots } = this.end;
    for (let i = 0; i < checks.length; i++) {
      const judgement = checks[i]!(end);
      if (judgement === NOT_EXERCISED) continue;
      tally[slots[i]!]!++;
      if (judgement === BROKEN) onBroken(rules[i]!, end);
    }
  }
}

/** Judges items [first, end) of what the op added by every rule of `panel`; a verdict counts `times`. */
function judgeRange<T>(
  panel: Panel<Rule, [T, Step]>,
  items: readonly T[],
  first: number,
  end: number,
  times: number,
  step: Step,
  tally: Int32Array,
  onBroken: OnBroken,
): void {
  const { rules, checks, slots } = panel;
  for (let i = 0; i < checks.length; i++) {
    const check = checks[i]!;
    for (let l = first; l < end; l++) {
      const judgement = check(items[l]!, step);
      if (judgement === NOT_EXERCISED) continue;
      tally[slots[i]!]! += times;
      if (judgement === BROKEN) onBroken(rules[i]!, step);
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
