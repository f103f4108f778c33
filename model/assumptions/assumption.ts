import type { Confidence } from '../vocabulary/rule';

/** One of the answers that a question can be given. */
export interface Position {
  /** As typed behind `--assume NAME=`. */
  readonly name: string;
  /** What speaks for it, or what it does, and where that stands. */
  readonly evidence: string;
}

/** A question that the sources leave open or contest, as data. */
export interface Assumption {
  readonly name: string;
  readonly question: string;
  /** The default first. */
  readonly positions: readonly Position[];
  readonly default: string;
  /** Of the default. */
  readonly confidence: Confidence;
  /** Other names of the same question. */
  readonly aliases: readonly string[];
  /** Why no trace can show a difference, where the question is not modelled; else null. */
  readonly notModelled: string | null;
}
