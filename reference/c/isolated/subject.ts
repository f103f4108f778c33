import {
  type Capabilities,
  type Observation,
  type PageTableConfig,
  type Subject,
  type Trace,
} from '../../../model/vocabulary';
import { parseHandshake } from '../handshake';
import { observationOf } from '../run-result';
import { lost, type Failure } from '../failure';
import { REPLY_HEADER } from './frames';
import { DEFAULT_LIMITS, prefixPatience, tracePatience, type Limits, type Patience } from './limits';
import { RequestWriter } from './requests';
import { Session } from './session';

type Info = { readonly bitmap: bigint; readonly apertureEnd: bigint };

/**
 * A shared library on the stand in a child process of its own: whatever it does to that process is a casualty of one
 * trace, and the next trace finds a fresh child.
 */
export class IsolatedSubject implements Subject {
  private readonly requests = new RequestWriter();
  private readonly infos = new WeakMap<PageTableConfig, Info>();
  private queue: Promise<unknown> = Promise.resolve();
  private sent = 0;

  /** Starts the child. @throws SubjectError if the library cannot be used */
  static async open(path: string, limits: Limits = DEFAULT_LIMITS): Promise<IsolatedSubject> {
    const session = await Session.start(path, limits);
    try {
      return new IsolatedSubject(path, limits, session, parseHandshake(session.handshake, path));
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  private constructor(
    private readonly path: string,
    private readonly limits: Limits,
    private session: Session,
    readonly capabilities: Capabilities,
  ) {}

  async run(trace: Trace, flags: number): Promise<Observation> {
    return (await this.runBatch([trace], [flags]))[0]!;
  }

  /** Calls may overlap: they are served in order, one after the other. */
  runBatch(traces: readonly Trace[], flags: readonly number[]): Promise<readonly Observation[]> {
    const served = this.queue.then(() => this.serve(traces, flags));
    this.queue = served.catch(() => undefined);
    return served;
  }

  /** Known for the configurations that have been run. */
  getInfo(config: PageTableConfig): Info | null {
    return this.infos.get(config) ?? null;
  }

  async close(): Promise<void> {
    await this.queue;
    await this.session.close();
  }

  private async serve(traces: readonly Trace[], flags: readonly number[]): Promise<Observation[]> {
    const seen: Observation[] = [];
    while (seen.length < traces.length) {
      const from = seen.length;
      const patience = tracePatience(this.limits, Math.max(...traces.map(({ ops }) => ops.length)));
      const failure = await this.exchange(traces.slice(from), flags.slice(from), patience, seen);
      // The replies come in order: the first that is missing is the trace that did it.
      if (failure !== null) seen.push(await this.autopsy(traces[seen.length]!, flags[seen.length]!, failure));
    }
    return seen;
  }

  /** Runs traces in the current child, or a fresh one; appends to `seen` what it answers. */
  private async exchange(
    traces: readonly Trace[],
    flags: readonly number[],
    patience: Patience,
    seen: Observation[],
  ): Promise<Failure | null> {
    if (!this.session.alive) this.session = await Session.start(this.path, this.limits);
    const first = this.sent;
    const before = seen.length;
    this.sent = (this.sent + traces.length) % 2 ** 31;
    this.requests.reset();
    traces.forEach((trace, i) => this.requests.add(first + i, trace, flags[i]!));
    return this.session.run(this.requests.view(), first, traces.length, patience, (reply) => {
      const trace = traces[seen.length - before]!;
      this.note(trace.config, reply);
      seen.push(observationOf(recordsOf(reply), trace.ops.length));
    });
  }

  /** Finds the op by running the trace alone in a fresh child, then prefixes of it. */
  private async autopsy(trace: Trace, flags: number, failure: Failure): Promise<Observation> {
    await this.session.close();
    const alone = await this.probe(trace, trace.ops.length, flags);
    if (alone === null) {
      const remark = ', after other traces in the same process; alone it gets through';
      return lost(failure, -1, remark);
    }
    let good = -1;
    let bad = trace.ops.length;
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if ((await this.probe(trace, middle, flags)) === null) good = middle;
      else bad = middle;
    }
    return lost(alone, bad - 1);
  }

  private async probe(trace: Trace, ops: number, flags: number): Promise<Failure | null> {
    const prefix = { ...trace, ops: trace.ops.slice(0, ops) };
    return this.exchange([prefix], [flags], prefixPatience(this.limits, ops), []);
  }

  private note(config: PageTableConfig, reply: Uint32Array): void {
    if (reply[4] !== 1 || this.infos.has(config)) return;
    const [bitmap, apertureEnd] = new BigUint64Array(reply.slice(5, 9).buffer);
    this.infos.set(config, { bitmap: bitmap!, apertureEnd: apertureEnd! });
  }
}

/** The records in a reply, or the negative number that ioc_run returned. */
function recordsOf(reply: Uint32Array): Uint32Array | number {
  const result = reply[3]! | 0;
  if (result < 0) return result;
  return reply.subarray(REPLY_HEADER);
}
