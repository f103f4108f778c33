import type { Capabilities, Leaf, OpName, PageTableConfig, TableRef } from '../../model/vocabulary';
import { OP_NAMES, isMap } from '../../model/vocabulary/op';
import { factsOfLeaf, type Facts } from './facts';
import { endOfLook } from './look';
import { Panel, type Asked } from './panel';
import {
  BROKEN,
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
 * The rules that apply to one format and contract, indexed by kind of op. They judge a trace from `begin` to
 * `tallyInto`; a rule that a step breaks goes to `onBroken`.
 */
export class RuleSet {
  private readonly byKind = OP_NAMES.map(() => new Panel<[Step], StepRule>('step'));
  private readonly leaf = new Panel<[Leaf, Step], LeafRule>('leaf, step');
  private readonly look = new Panel<[Leaf, Step], LeafRule>('leaf, step');
  private readonly pointer = new Panel<[TableRef, Step], PointerRule>('table, step');
  private readonly end = new Panel<[EndStep], EndRule>('end');
  private readonly panels = [...this.byKind, this.leaf, this.look, this.pointer, this.end];
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
          for (const kind of rule.on) this.byKind[kind]!.add(rule, slot);
          break;
        case 'leaf':
          (rule.byLook ? this.look : this.leaf).add(rule, slot);
          break;
        case 'pointer':
          this.pointer.add(rule, slot);
          break;
        case 'end':
          this.end.add(rule, slot);
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

  /** Begins a trace: what a trace that was given up left behind is forgotten. */
  begin(): void {
    for (const { counts } of this.panels) counts.fill(0);
  }

  /** Judges one op of the trace; `facts` are those of its step. */
  judge(step: Step, facts: Facts, onBroken: OnBroken): void {
    const { op, outcome } = step;
    const panel = this.byKind[op.kind]!;
    if ((panel.ask(facts, panel.counts, 1, step) & BROKEN) !== 0) {
      for (const rule of panel.rules) if (rule.check(step) === BROKEN) onBroken(rule, step);
    }
    if (outcome.added.length > 0 && isMap(op.kind)) this.judgeLeaves(step, facts, onBroken);
    if (outcome.tablesAdded.length > 0) {
      askEach(this.pointer, outcome.tablesAdded, 0, outcome.tablesAdded.length, 1, step, facts, onBroken);
    }
  }

  /** Judges the end of the trace. */
  judgeEnd(end: EndStep, onBroken: OnBroken): void {
    const { rules, counts } = this.end;
    if ((this.end.ask(0, counts, 1, end) & BROKEN) === 0) return;
    for (const rule of rules) if (rule.check(end) === BROKEN) onBroken(rule, end);
  }

  /** Adds to `tally`, by place in the catalogue, how often the trace exercised each rule, and ends it. */
  tallyInto(tally: Int32Array): void {
    for (let i = 0; i < this.panels.length; i++) this.panels[i]!.drain(tally);
  }

  /** Judges the leaves that a map added; of those that look alike the first speaks for all where looks decide. */
  private judgeLeaves(step: Step, facts: Facts, onBroken: OnBroken): void {
    const { added } = step.outcome;
    for (let first = 0; first < added.length;) {
      const end = endOfLook(step, first);
      const ofRun = facts | factsOfLeaf(added[first]!);
      askEach(this.leaf, added, first, end, 1, step, ofRun, onBroken);
      askEach(this.look, added, first, first + 1, end - first, step, ofRun, onBroken);
      first = end;
    }
  }
}

/** Asks the rules of `panel` about items [first, end) of what the op added; each verdict counts `times`. */
function askEach<T, R extends Rule & Asked<[T, Step]>>(
  panel: Panel<[T, Step], R>,
  items: readonly T[],
  first: number,
  end: number,
  times: number,
  step: Step,
  facts: Facts,
  onBroken: OnBroken,
): void {
  const { ask, counts, rules } = panel;
  let all = 0;
  for (let i = first; i < end; i++) all |= ask(facts, counts, times, items[i]!, step);
  if ((all & BROKEN) === 0) return;
  for (const rule of rules) {
    if (items.slice(first, end).some((item) => rule.check(item, step) === BROKEN)) onBroken(rule, step);
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
