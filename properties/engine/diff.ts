import { formatOf } from '../../model/page-table/formats';
import { PROFILES } from '../../model/page-table/profiles';
import type {
  Contract,
  LevelMask,
  Observation,
  ObservationLevel,
  OpName,
  Subject,
  Trace,
} from '../../model/vocabulary';
import { RunFlag, levelMask } from '../../model/vocabulary/observation';
import { OP_NAMES } from '../../model/vocabulary/op';
import { effectOf } from '../page-table/effect';
import { CASE_FLAGS } from '../page-table/fast-lane';
import { CaseGenerator, drawTrace } from '../page-table/generator';
import { splitRecords } from '../page-table/observed/records';
import { restrictTo } from '../page-table/observed/restrict';
import type { CheckOptions } from './check';
import { seededDraw } from './draw';
import { sharedCapabilities } from './shared-capabilities';
import { shrink } from './shrink';
import { equalWords } from './words';

/** Cases drawn before both subjects run them: one message each way for subjects in other processes. */
const BATCH = 64;
const DEFAULT_SHRINK_OPS = 40_000;
const WHOLE_TREES = RunFlag.treeEach | RunFlag.treeEnd | RunFlag.edges;

export interface DiffOptions extends Omit<CheckOptions, 'rules' | 'known' | 'stopAtFirst' | 'firstCase'> {
  /** What to compare; by default what both report (across contracts: results and translations). */
  readonly levels?: readonly ObservationLevel[];
}

/** Where two subjects first part in a trace. */
export interface Parting {
  readonly trace: Trace;
  /** Index of the op; the number of ops for the end of the trace. */
  readonly at: number;
  readonly op: OpName | 'end';
  /** How the second subject's observation differs from the first one's (see effectOf). */
  readonly effect: string;
}

export interface Diff {
  readonly cases: number;
  readonly ops: number;
  readonly levels: readonly ObservationLevel[];
  /** Null: they never parted. */
  readonly parting: (Parting & { readonly caseNumber: number; readonly originalOps: number }) | null;
}

/** The contract under which `subject` runs traces that were drawn for `wanted`. */
export const contractOf = ({ capabilities }: Subject, wanted: Contract): Contract =>
  capabilities.contracts.includes(wanted) ? wanted : capabilities.contracts[0]!;

/** Runs the same search on both subjects until their observations part, and shrinks the trace that shows it. */
export async function diffSubjects(a: Subject, b: Subject, options: DiffOptions): Promise<Diff> {
  return new Comparison(a, b, options).run();
}

class Comparison {
  private readonly levels: readonly ObservationLevel[];
  private readonly mask: LevelMask;
  private readonly generator: CaseGenerator;
  private readonly started = performance.now();
  private readonly contracts: readonly [Contract, Contract];

  constructor(
    private readonly a: Subject,
    private readonly b: Subject,
    private readonly options: DiffOptions,
  ) {
    const profile = PROFILES[options.profile]!;
    this.contracts = [contractOf(a, profile.contract), contractOf(b, profile.contract)];
    const shared = a.capabilities.levels.filter((level) => b.capabilities.levels.includes(level));
    const comparable = this.contracts[0] === this.contracts[1] ? shared : shared.filter(isContractFree);
    this.levels = (options.levels ?? comparable).filter((level) => shared.includes(level));
    this.mask = levelMask(this.levels);
    const capabilities = sharedCapabilities(a.capabilities, b.capabilities);
    this.generator = new CaseGenerator({
      contract: profile.contract,
      assumptions: { ...profile.assumptions, ...options.assume },
      capabilities,
      ...(options.themes === undefined ? {} : { themes: options.themes }),
    });
  }

  async run(): Promise<Diff> {
    let ops = 0;
    let cases = 0;
    while (!this.over(cases)) {
      const first = cases;
      const traces: Trace[] = [];
      for (; traces.length < BATCH && !this.over(cases); cases++) {
        traces.push(drawTrace(this.generator, seededDraw(this.options.seed, cases)));
      }
      const parted = await this.firstParted(traces);
      ops += traces.reduce((sum, trace) => sum + trace.ops.length, 0);
      this.progress(cases, ops);
      if (parted < 0) continue;
      const trace = traces[parted]!;
      const parting = await this.smallest(trace);
      const origin = { caseNumber: first + parted, originalOps: trace.ops.length };
      return { cases: first + parted + 1, ops, levels: this.levels, parting: { ...parting, ...origin } };
    }
    return { cases, ops, levels: this.levels, parting: null };
  }

  private over(cases: number): boolean {
    const { seconds, signal } = this.options;
    if (cases >= this.options.cases || signal?.aborted === true) return true;
    return seconds !== undefined && performance.now() - this.started > seconds * 1000;
  }

  private progress(cases: number, ops: number): void {
    const seconds = (performance.now() - this.started) / 1000;
    this.options.onProgress?.({ cases, totalCases: this.options.cases, ops, seconds, broken: 0 });
  }

  /** Index of the first trace in which the subjects part, or −1. */
  private async firstParted(traces: readonly Trace[]): Promise<number> {
    const [ofA, ofB] = await Promise.all([this.observe(0, traces, CASE_FLAGS), this.observe(1, traces, CASE_FLAGS)]);
    return traces.findIndex((_, i) => {
      const [x, y] = [ofA[i]!, ofB[i]!];
      return x.casualty !== null || y.casualty !== null
        ? x.casualty?.op !== y.casualty?.op
        : !equalWords(x.words, y.words);
    });
  }

  /** Runs traces on one side; observations come restricted to what is compared, and may be kept. */
  private async observe(side: 0 | 1, traces: readonly Trace[], flags: number): Promise<Observation[]> {
    const subject = side === 0 ? this.a : this.b;
    const contract = this.contracts[side];
    const own = traces.map((trace) => ({ ...trace, config: { ...trace.config, contract } }));
    const keep = ({ words, casualty }: Observation): Observation => ({
      words: casualty === null ? restrictTo(words, this.mask) : new Uint32Array(),
      casualty,
    });
    if (subject.runBatch !== undefined) {
      return (
        await subject.runBatch(
          own,
          own.map(() => flags),
        )
      ).map(keep);
    }
    const observations: Observation[] = [];
    for (const trace of own) observations.push(keep(await subject.run(trace, flags)));
    return observations;
  }

  /** Where the subjects part in `trace`, with whole trees compared after every op; null if they do not. */
  private async partingOf(trace: Trace): Promise<Parting | null> {
    const [[x], [y]] = await Promise.all([
      this.observe(0, [trace], WHOLE_TREES),
      this.observe(1, [trace], WHOLE_TREES),
    ]);
    const died = x!.casualty ?? y!.casualty;
    if (died !== null) {
      if (x!.casualty !== null && x!.casualty.op === y!.casualty?.op) return null;
      const who = x!.casualty === null ? this.b : this.a;
      return this.partingAt(trace, Math.max(0, died.op), `${who.capabilities.name} ${died.kind}`);
    }
    const [mine, theirs] = [splitRecords(x!.words), splitRecords(y!.words)];
    const format = formatOf(trace.config.format);
    for (let i = 0; i < Math.max(mine.length, theirs.length); i++) {
      if (mine[i] === undefined || theirs[i] === undefined) return this.partingAt(trace, i, 'record missing');
      const effect = effectOf(trace.config, format, x!.words, mine[i]!.at, y!.words, theirs[i]!.at);
      if (effect !== null) return this.partingAt(trace, i, effect);
    }
    return null;
  }

  private partingAt(trace: Trace, at: number, effect: string): Parting {
    const op = trace.ops[at];
    return { trace, at, op: op === undefined ? 'end' : OP_NAMES[op.kind]!, effect };
  }

  /** The smallest trace in which the subjects part at the same kind of op. */
  private async smallest(trace: Trace): Promise<Parting> {
    const found = (await this.partingOf(trace)) ?? this.partingAt(trace, trace.ops.length, 'in windows only');
    const same = async (candidate: Trace): Promise<boolean> => (await this.partingOf(candidate))?.op === found.op;
    const budgetOps = this.options.shrinkBudgetOps ?? DEFAULT_SHRINK_OPS;
    const small = await shrink(trace, same, { budgetOps, afterOp: found.at });
    return (await this.partingOf(small.trace)) ?? found;
  }
}

/** Where contracts differ, tables and flushes differ by design; what is mapped where can be compared. */
const isContractFree = (level: ObservationLevel): boolean => level === 'results' || level === 'translations';
