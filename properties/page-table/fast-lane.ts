import { PageTableMachine } from '../../model/page-table';
import type { Capabilities, Op, PageTableConfig, Trace } from '../../model/vocabulary';
import { ObservationWriter, RunFlag, levelMask } from '../../model/vocabulary/observation';
import { describeOp } from '../engine/describe';
import type { Draw } from '../engine/draw';
import { factsOf, type Facts } from './facts';
import type { CaseGenerator } from './generator';
import { isActive } from './generator/activity';
import { LiveStep } from './live-step';
import { INSPECT_FLAGS } from './observed/decode';
import type { Rule } from './rule';
import type { RuleSet } from './rule-set';
import { RuleSets } from './rule-sets';
import type { EndStep, Step } from './step';

/** Flags of an ordinary case. */
export const CASE_FLAGS = RunFlag.windows | RunFlag.edges | RunFlag.treeEnd;

/** Where cases come from: the generator, or a bench that wants traces of a certain shape. */
export type CaseSource = Pick<CaseGenerator, 'begin' | 'next' | 'after' | 'theme'>;

/** One generated case with everything the model says of it. */
export interface ExaminedCase {
  readonly trace: Trace;
  readonly theme: string;
  readonly flags: number;
  /** The expected observation, word for word; of pointers without their address bits. */
  readonly expected: Uint32Array;
  /** How often the model's own outcomes exercised each rule of the catalogue. */
  readonly tally: Int32Array;
  readonly activeOps: number;
}

/** The model, or a rule, is wrong: they contradict each other. Never a subject's fault. */
export class SuiteDefect extends Error {}

/** Draws cases in lock step with the model, and judges the model's outcomes by every rule on the way. */
export class FastLane {
  /** Facts of `step`, found once for whoever asks. */
  facts: Facts = 0;
  private readonly live = new LiveStep();
  private readonly writer = new ObservationWriter();
  private readonly sets: RuleSets;
  private readonly levels: number;

  constructor(
    private readonly rules: readonly Rule[],
    capabilities: Capabilities,
    private readonly source: CaseSource,
  ) {
    this.sets = new RuleSets(rules, capabilities);
    this.levels = levelMask(capabilities.levels);
  }

  /** The op that `source.after` is told of, as rules see it: one object for all ops. */
  get step(): Step {
    return this.live.step;
  }

  /** The rules that apply under `config`. */
  ruleSet(config: PageTableConfig): RuleSet {
    return this.sets.of(config);
  }

  /** Draws one case from `draw`; `wholeTrees`: it is run to be decoded, with the whole tree after every op. */
  draw(draw: Draw, wholeTrees: boolean): ExaminedCase {
    const { source, live, writer } = this;
    const { step } = live;
    const config = source.begin(draw);
    const machine = new PageTableMachine(config);
    const rules = this.ruleSet(config);
    const flags = wholeTrees ? INSPECT_FLAGS : CASE_FLAGS;
    const tally = new Int32Array(this.rules.length);
    const ops: Op[] = [];
    let activeOps = 0;
    writer.reset();
    live.begin(machine);
    rules.begin();
    for (let op = source.next(machine); op !== null; op = source.next(machine)) {
      ops.push(op);
      const outcome = live.run(op);
      this.facts = factsOf(step);
      source.after(op, outcome);
      machine.observe(writer, flags, this.levels);
      rules.judge(step, this.facts, defect);
      if (isActive(op, outcome)) activeOps++;
      if ((outcome.status & ~0xff) !== 0) break;
    }
    const states = Array.from({ length: config.domains }, (_, d) => machine.view(d));
    const { freedByTeardown, leaked } = machine.finish(writer, flags, this.levels);
    rules.judgeEnd({ config, states, freedByTeardown, leaked, status: 0 }, defect);
    rules.tallyInto(tally);
    machine.release();
    const trace: Trace = { machine: 'page-table', config, ops };
    return { trace, theme: source.theme.name, flags, expected: writer.view(), tally, activeOps };
  }
}

function defect(rule: Rule, step: Step | EndStep): void {
  const at = 'op' in step ? `op ${step.index}, ${describeOp(step.op)}` : 'the end';
  throw new SuiteDefect(`the model itself breaks ${rule.id} at ${at}`);
}
