import { PageTableMachine } from '../../../model/page-table';
import { PROFILES } from '../../../model/page-table/profiles';
import { OP_NAMES, type Anomaly, type Capabilities, type Outcome, type StateView } from '../../../model/vocabulary';
import { isMap } from '../../../model/vocabulary/op';
import { seededDraw, type Draw } from '../../engine/draw';
import { allRules } from '../catalogue';
import { factsOf, factsOfLeaf, type Facts } from '../facts';
import { CaseGenerator } from '../generator';
import { LiveStep } from '../live-step';
import { endOfLook } from '../look';
import { HELD, NOT_EXERCISED, type StepRule } from '../rule';
import type { Step } from '../step';

const CASES = 60;
const ANOMALIES: readonly Anomaly['kind'][] = ['garbage', 'shared-table', 'bad-size', 'mixed-group', 'out-of-bounds'];

/** True if facts alone say that the rule holds. */
const isBeyondDoubt = ({ when, doubt }: StepRule, facts: Facts): boolean =>
  doubt !== undefined && (doubt & facts) === 0 && (when === undefined || (when & facts) !== 0);

/** Rules that are not asked of `step` although they would say something. */
function unheard(step: Step): string[] {
  const facts = factsOf(step);
  const missed: string[] = [];
  for (const rule of allRules()) {
    if (!rule.contracts.includes(step.config.contract) || !rule.formats.includes(step.config.format)) continue;
    if (rule.scope === 'step' && rule.when !== undefined && rule.on.includes(step.op.kind)) {
      if ((rule.when & facts) === 0 && rule.check(step) !== NOT_EXERCISED) missed.push(rule.id);
    }
    if (rule.scope === 'step' && isBeyondDoubt(rule, facts) && rule.on.includes(step.op.kind)) {
      if (rule.check(step) !== HELD) missed.push(`${rule.id} beyond doubt`);
    }
    if (rule.scope === 'leaf' && rule.when !== undefined && isMap(step.op.kind)) {
      for (const leaf of step.outcome.added) {
        if ((rule.when & (facts | factsOfLeaf(leaf))) === 0 && rule.check(leaf, step) !== NOT_EXERCISED)
          missed.push(rule.id);
      }
    }
  }
  return missed;
}

/** Rules that say different things of leaves that look alike, although they promise not to. */
function twoFaced(step: Step): string[] {
  const { added } = step.outcome;
  if (!isMap(step.op.kind)) return [];
  const found: string[] = [];
  for (const rule of allRules()) {
    if (rule.scope !== 'leaf' || rule.byLook === undefined || !rule.formats.includes(step.config.format)) continue;
    for (let first = 0, end: number; first < added.length; first = end) {
      end = endOfLook(step, first);
      const verdicts = new Set(added.slice(first, end).map((leaf) => rule.check(leaf, step)));
      if (verdicts.size > 1) found.push(rule.id);
    }
  }
  return found;
}

/** `step` as a subject might have got it wrong: some of its outcome is another's, or off by a little. */
function damaged(step: Step, other: Outcome, draw: Draw): Step {
  const { outcome, state } = step;
  const some = <T>(own: T, wrong: T): T => (draw.chance(25) ? wrong : own);
  const wrong: Outcome = {
    ...outcome,
    ret: some(outcome.ret, draw.pick([0, -12, -22, -34, -75, -98, -6])),
    value: some(outcome.value, draw.pick([0, other.value, outcome.value + 1])),
    valueOffset: some(outcome.valueOffset, draw.pick([0, 1, 4095])),
    status: some(outcome.status, draw.pick([0, 1, 0x100, 0x200])),
    topLevel: some(outcome.topLevel, draw.int(6)),
    liveTables: some(outcome.liveTables, outcome.liveTables + draw.int(3) - 1),
    allocations: some(outcome.allocations, draw.int(3)),
    frees: some(outcome.frees, draw.int(3)),
    added: some(outcome.added, other.added),
    removed: some(outcome.removed, other.removed),
    dirtied: some(outcome.dirtied, other.dirtied),
    tablesAdded: some(outcome.tablesAdded, other.tablesAdded),
    tablesRemoved: some(outcome.tablesRemoved, other.tablesRemoved),
    events: some(outcome.events, other.events),
  };
  const anomalies: Anomaly[] = draw.chance(10)
    ? [{ kind: draw.pick(ANOMALIES), level: 0, page: step.first, lo: 2, hi: 0 }]
    : [];
  const seen: StateView = {
    anomalies,
    topLevel: some(state.topLevel, draw.int(6)),
    liveTables: wrong.liveTables,
    leafAt: (page) => state.leafAt(page),
    tableAt: (level, page) => state.tableAt(level, page),
    anyLeafIn: (first, last) => state.anyLeafIn(first, last),
    leaves: () => state.leaves(),
    tables: () => state.tables(),
  };
  return Object.assign(Object.create(step) as Step, { outcome: wrong, state: seen });
}

test.each(Object.keys(PROFILES))(
  'a rule that is not asked, of a step or of each leaf, has nothing to say: %s',
  (profile) => {
    const { contract, assumptions } = PROFILES[profile]!;
    const capabilities: Capabilities = {
      name: 'model',
      version: '1',
      formats: ['amdv1', 'amdv2'],
      contracts: [contract],
      ops: OP_NAMES,
      levels: ['results', 'translations', 'entries', 'effects', 'commands'],
      hostile: true,
      maxOps: 200,
      limits: {},
    };
    const generator = new CaseGenerator({ contract, assumptions, capabilities });
    const live = new LiveStep();
    for (let k = 0; k < CASES; k++) {
      const draw = seededDraw('when', k);
      const errors = seededDraw('damage', k);
      const machine = new PageTableMachine(generator.begin(draw));
      live.begin(machine);
      let other: Outcome | null = null;
      for (let op = generator.next(machine); op !== null; op = generator.next(machine)) {
        const outcome = live.run(op);
        generator.after(op, outcome);
        const where = `op ${live.step.index} of case ${k}`;
        expect([where, ...unheard(live.step), ...twoFaced(live.step)]).toEqual([where]);
        if (other !== null) {
          const wrong = damaged(live.step, other, errors);
          expect([where, ...unheard(wrong), ...twoFaced(wrong)]).toEqual([where]);
        }
        if ((outcome.status & ~0xff) !== 0) break;
        if (errors.chance(50)) other = outcome;
      }
    }
  },
);
