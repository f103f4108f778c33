import {
  encodeConfig,
  type Capabilities,
  type Observation,
  type PageTableConfig,
  type Subject,
  type Trace,
} from '../../model/vocabulary';
import { SubjectError, SubjectExit } from '../subject-error';
import { TraceEncoder } from './encoder';
import { parseHandshake } from './handshake';
import { CLibrary } from './library';
import { observationOf } from './run-result';

/**
 * A shared library on the stand in this very process: fast (one call per trace), and trusted. If it crashes, so does
 * the suite; `isolatedSubject` is the default for that reason.
 */
export class InProcessSubject implements Subject {
  readonly capabilities: Capabilities;
  private readonly library: CLibrary;
  private readonly encoder = new TraceEncoder();

  /** @throws SubjectError if the library cannot be used */
  constructor(path: string) {
    this.library = new CLibrary(path);
    this.capabilities = parseHandshake(this.library.describe(), path);
  }

  run(trace: Trace, flags: number): Observation {
    this.encoder.encode(trace);
    const result = this.library.run(this.encoder.config, this.encoder.ops, trace.ops.length, flags);
    // A copy: whoever relates several runs holds one observation while the next is made.
    return observationOf(typeof result === 'number' ? result : result.slice(), trace.ops.length);
  }

  timeNative(traces: readonly Trace[], times: number): number {
    let total = 0;
    for (const trace of traces) {
      this.encoder.encode(trace);
      const ns = this.library.timeNative(this.encoder.config, this.encoder.ops, trace.ops.length, times);
      if (ns === null)
        throw new SubjectError(`${this.library.path}: it exports no ioc_time_native()`, SubjectExit.unavailable);
      total += ns;
    }
    return total;
  }

  getInfo(config: PageTableConfig): { bitmap: bigint; apertureEnd: bigint } | null {
    return this.library.getInfo(encodeConfig(config));
  }
}
