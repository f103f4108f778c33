import type { Capabilities, Leaf, OpName, PageTableConfig, TableRef } from '../../model/vocabulary';
import { OP_NAMES, isMap } from '../../model/vocabulary/op';
import { factsOf, factsOfLeaf, type Facts } from './facts';
import { endOfLook } from './look';
import {
  BROKEN,
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
 * Rules that are asked together, laid out for the hot path: the check functions in one array and what they count in
 * another, so that a verdict reads neither the rule object nor its place in the catalogue.
 */
class Panel<R extends Rule, T extends unknown[]> {
  readonly rules: R[] = [];
  readonly checks: Check<T>[] = [];
  /** How often each rule was exercised in the trace. */
  readonly counts: number[] = [];
  /** How often the panel was asked in the trace. */
  asked = 0;
  /** Index of each rule in the catalogue. */
  private readonly slots: number[] = [];
  /** The same of rules that hold whenever the panel is asked. */
  private readonly certain: number[] = [];

  add(rule: R, check: Check<T>, slot: number): void {
    this.rules.push(rule);
    this.checks.push(check);
    this.counts.push(0);
    this.slots.push(slot);
  }

  /** Adds the rule at `slot`, of which the facts alone say that it holds. */
  addCertain(slot: number): void {
    this.certain.push(slot);
  }

  /** Index of a rule of the panel in the catalogue. */
  slotOf(i: number): number {
    return this.slots[i]!;
  }

  /** Adds what was counted to the catalogue's `tally`. */
  tallyInto(tally: Int32Array): void {
    const { counts, slots, certain, asked } = this;
    for (let i = 0; i < counts.length; i++) tally[slots[i]!]! += counts[i]!;
    for (let i = 0; i < certain.length; i++) tally[certain[i]!]! += asked;
  }

  /** Forgets what was counted. */
  clear(): void {
    this.counts.fill(0);
    this.asked = 0;
  }
}

/** What a rule says of the facts under which it need not be called. */
interface Selective {
  readonly when?: Facts;
  readonly doubt?: Facts;
}

/**
 * A panel whose rules say with `when` what they are about, and with `doubt` what could break them. Of all sets of facts
 * few occur, and for each of those the rules that must be asked are picked once.
 */
class FactPanel<R extends Rule & Selective, T extends unknown[]> extends Panel<R, T> {
  /** All facts that a rule names: the others make no difference. */
  private named: Facts = 0;
  private readonly picked = new Map<Facts, Panel<R, T>>();

  override add(rule: R, check: Check<T>, slot: number): void {
    super.add(rule, check, slot);
    this.named |= (rule.when ?? 0) | (rule.doubt ?? 0);
  }

  /** The rules that may have something to say where `facts` hold, in the order of the catalogue. */
  pick(facts: Facts): Panel<R, T> {
    return this.picked.get(facts & this.named) ?? this.pickNew(facts & this.named);
  }

  private pickNew(facts: Facts): Panel<R, T> {
    const panel = new Panel<R, T>();
    this.rules.forEach((rule, i) => {
      if (rule.when !== undefined && (rule.when & facts) === 0) return;
      if (rule.doubt !== undefined && (rule.doubt & facts) === 0) panel.addCertain(this.slotOf(i));
      else panel.add(rule, this.checks[i]!, this.slotOf(i));
    });
    this.picked.set(facts, panel);
    return panel;
  }
}

/** 1 for a judgement that exercised the rule: HELD and BROKEN. Without a branch, which would go either way. */
const exercised = (judgement: Judgement): number => (judgement + 1) >> 1;

/** Asks the rules of `panel` about `step`. */
function ask(panel: Panel<StepRule, [Step]>, step: Step, onBroken: OnBroken): void {
  const { checks, counts } = panel;
  let all = 0;
  for (let i = 0; i < checks.length; i++) {
    // Called by a name of its own: as a member of `checks` it would be handed that array as well.
    const check = checks[i]!;
    const judgement = check(step);
    counts[i]! += exercised(judgement);
    all |= judgement;
  }
  if ((all & BROKEN) === 0) return;
  for (const rule of panel.rules) if (rule.check(step) === BROKEN) onBroken(rule, step);
}

/** Asks the rules of `panel` about items [first, end) of what the op added; each verdict counts `times`. */
function askEach<T>(
  panel: Panel<Rule & { check(item: T, step: Step): Judgement }, [T, Step]>,
  items: readonly T[],
  first: number,
  end: number,
  times: number,
  step: Step,
  onBroken: OnBroken,
): void {
  const { checks, counts } = panel;
  let all = 0;
  for (let i = 0; i < checks.length; i++) {
    const check = checks[i]!;
    for (let l = first; l < end; l++) {
      const judgement = check(items[l]!, step);
      counts[i]! += exercised(judgement) * times;
      all |= judgement;
    }
  }
  if ((all & BROKEN) === 0) return;
  for (const rule of panel.rules) {
    if (items.slice(first, end).some((item) => rule.check(item, step) === BROKEN)) onBroken(rule, step);
  }
}

type Countable = Pick<Panel<Rule, never>, 'asked' | 'tallyInto' | 'clear'>;

/**
 * The rules that apply to one format and contract, indexed by kind of op. They judge a trace from `begin` to
 * `tallyInto`; a rule that a step breaks goes to `onBroken`.
 */
export class RuleSet {
  private readonly byKind = OP_NAMES.map(() => new FactPanel<StepRule, [Step]>());
  private readonly leaf = new FactPanel<LeafRule, [Leaf, Step]>();
  private readonly look = new FactPanel<LeafRule, [Leaf, Step]>();
  private readonly pointer = new Panel<PointerRule, [TableRef, Step]>();
  private readonly end = new Panel<EndRule, [EndStep]>();
  readonly relations: { rule: RelationRule; slot: number }[] = [];
  readonly infos: { rule: InfoRule; slot: number }[] = [];
  /** Panels that were asked in this trace. */
  private readonly used: Countable[] = [];

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

  /** Begins a trace: nothing is counted yet. */
  begin(): void {
    for (const panel of this.used) panel.clear();
    this.used.length = 0;
  }

  /** Judges one op of the trace. */
  judge(step: Step, onBroken: OnBroken): void {
    const { op, outcome } = step;
    const facts = factsOf(step);
    ask(this.use(this.byKind[op.kind]!.pick(facts)), step, onBroken);
    if (outcome.added.length > 0 && isMap(op.kind)) this.judgeLeaves(step, facts, onBroken);
    const tables = outcome.tablesAdded;
    if (tables.length > 0) askEach(this.use(this.pointer), tables, 0, tables.length, 1, step, onBroken);
  }

  /** Judges the end of the trace. */
  judgeEnd(end: EndStep, onBroken: OnBroken): void {
    const { rules, counts } = this.use(this.end);
    rules.forEach((rule, i) => {
      const judgement = rule.check(end);
      counts[i]! += exercised(judgement);
      if (judgement === BROKEN) onBroken(rule, end);
    });
  }

  /** Adds to `tally`, by place in the catalogue, how often the trace exercised each rule. */
  tallyInto(tally: Int32Array): void {
    for (const panel of this.used) panel.tallyInto(tally);
  }

  /** Judges the leaves that a map added, those of several items by more rules than the others. */
  private judgeLeaves(step: Step, facts: Facts, onBroken: OnBroken): void {
    const { added } = step.outcome;
    for (let first = 0; first < added.length;) {
      const end = endOfLook(step, first);
      const ofRun = facts | factsOfLeaf(added[first]!);
      askEach(this.use(this.leaf.pick(ofRun)), added, first, end, 1, step, onBroken);
      askEach(this.use(this.look.pick(ofRun)), added, first, first + 1, end - first, step, onBroken);
      first = end;
    }
  }

  private use<P extends Countable>(panel: P): P {
    if (panel.asked++ === 0) this.used.push(panel);
    return panel;
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
