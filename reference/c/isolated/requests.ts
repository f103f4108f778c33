import { encodeConfig, encodeOps, opsWords, type Trace } from '../../../model/vocabulary';
import { REQUEST_HEADER } from './frames';

/** Writes the request frames of a batch into one buffer, which is handed over with each batch. */
export class RequestWriter {
  private words: Uint32Array = new Uint32Array(1 << 16);
  private length = 0;

  /** Starts a batch. The buffer of the last one may still be on its way to the child: it is left alone. */
  reset(): void {
    this.words = new Uint32Array(Math.max(1 << 12, this.length + (this.length >> 2)));
    this.length = 0;
  }

  /** Adds the request to run `trace`. */
  add(number: number, trace: Trace, flags: number): void {
    const words = REQUEST_HEADER + opsWords(trace.ops);
    this.reserve(words);
    const at = this.length;
    this.words[at] = words;
    this.words[at + 1] = number;
    this.words[at + 2] = flags;
    this.words[at + 3] = trace.ops.length;
    this.words.set(encodeConfig(trace.config), at + 4);
    this.length = encodeOps(trace.ops, this.words, at + REQUEST_HEADER);
  }

  view(): Uint32Array {
    return this.words.subarray(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.words.length) return;
    const bigger = new Uint32Array((this.length + more) * 2);
    bigger.set(this.words.subarray(0, this.length));
    this.words = bigger;
  }
}
