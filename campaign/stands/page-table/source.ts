import type { PageTableMachine } from '../../../model/page-table';
import type { Op, Outcome, PageTableConfig, Trace } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { Weights, type Draw } from '../../../properties/engine/draw';
import type { CaseSource } from '../../../properties/page-table/fast-lane';
import type { CaseGenerator } from '../../../properties/page-table/generator';
import { CaseContext } from '../../../properties/page-table/generator/context';
import { overwritesLargeLeaf } from '../../../properties/page-table/generator/hazard';
import type { Move, Theme } from '../../../properties/page-table/generator/theme';
import { MUTATED } from '../../case';
import type { CaseStream } from '../../corpus/stream';

/** Gives the ops of a trace; leaves out those that would cost a subject its life where it is not to be risked. */
class TraceSource implements Pick<CaseGenerator, 'begin' | 'next'> {
  private readonly context = new CaseContext();
  private trace!: Trace;
  private at = 0;

  constructor(hostile: boolean) {
    this.context.hostile = hostile;
  }

  give(trace: Trace): void {
    this.trace = trace;
    this.at = 0;
  }

  begin(draw: Draw): PageTableConfig {
    this.context.begin(draw, this.trace.config);
    return this.trace.config;
  }

  next(machine: PageTableMachine): Op | null {
    const { context, trace } = this;
    if (this.at === 0) context.adopt(machine);
    while (this.at < trace.ops.length) {
      const op = trace.ops[this.at++]!;
      if (op.kind !== OpKind.mapPages && op.kind !== OpKind.iommuMap && op.kind !== OpKind.iommuMapSg) return op;
      context.enter(op.domain);
      if (!overwritesLargeLeaf(context, op.iova, op.len)) return op;
    }
    return null;
  }
}

/** Theme of cases that are given, not drawn. */
const GIVEN: Theme = { name: MUTATED, what: 'made from the corpus', wishes: {}, moves: new Weights<Move>([]) };

/** Cases of a campaign: from the generator, or a trace. Tells of each op when the model has done it. */
export class CampaignSource implements CaseSource {
  private readonly traces: TraceSource;
  private trace: Trace | null = null;
  private stream: CaseStream | null = null;

  constructor(
    private readonly generator: CaseGenerator,
    hostile: boolean,
    private readonly onStep: () => void,
  ) {
    this.traces = new TraceSource(hostile);
  }

  /** The next case is this trace. */
  give(trace: Trace): void {
    this.trace = trace;
    this.stream = null;
    this.traces.give(trace);
  }

  /** The next case is drawn from this stream. */
  follow(stream: CaseStream): void {
    this.trace = null;
    this.stream = stream;
  }

  get theme(): Theme {
    return this.trace === null ? this.generator.theme : GIVEN;
  }

  begin(draw: Draw): PageTableConfig {
    return this.trace === null ? this.generator.begin(draw) : this.traces.begin(draw);
  }

  next(machine: PageTableMachine): Op | null {
    if (this.trace !== null) return this.traces.next(machine);
    if (this.stream!.isAtBranch) this.generator.prolong();
    return this.generator.next(machine);
  }

  after(op: Op, outcome: Outcome): void {
    if (this.trace === null) this.generator.after(op, outcome);
    this.onStep();
  }
}
