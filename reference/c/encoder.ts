import {
  CONFIG_WORDS,
  encodeConfig,
  encodeOps,
  opsWords,
  type PageTableConfig,
  type Trace,
} from '../../model/vocabulary';

/** Encodes traces for the C ABI into buffers that are used again: nothing is allocated for an ordinary trace. */
export class TraceEncoder {
  /** Configuration of the trace last encoded. */
  config: Uint32Array = new Uint32Array(CONFIG_WORDS);
  /** Its op records, then the segments; longer than the trace may need. */
  ops: Uint32Array = new Uint32Array(1 << 14);
  private lastConfig: PageTableConfig | null = null;

  /** Encodes the first `count` ops of `trace`. Returns the words of `ops` in use. */
  encode(trace: Trace, count = trace.ops.length): number {
    if (trace.config !== this.lastConfig) {
      this.config = encodeConfig(trace.config);
      this.lastConfig = trace.config;
    }
    const ops = count === trace.ops.length ? trace.ops : trace.ops.slice(0, count);
    const words = opsWords(ops);
    if (words > this.ops.length) this.ops = new Uint32Array(words * 2);
    return encodeOps(ops, this.ops);
  }
}
