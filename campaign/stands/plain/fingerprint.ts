import { mix } from '../../behaviours/behaviour-map';
import type { Novelties } from '../../behaviours/novelties';
import { kindOf, shapeOf } from './shape';

/** Kinds of fingerprint, so that equal words of two kinds are two behaviours. */
const OUTCOME = 1;
const OP = 2;
const PAIR = 3;
const TRIPLE = 4;

/**
 * The behaviours of cases whose ops and outcomes are plain records: each kind of op with what its outcome looks like,
 * what the op looked like that had an outcome of that kind, and two or three ops in a row by their kinds.
 */
export class PlainFingerprint {
  private before = 0;
  private twoBefore = 0;

  constructor(private readonly novelties: Novelties) {}

  begin(): void {
    this.before = this.twoBefore = 0;
  }

  /** The behaviours of one op. */
  note(op: { readonly op: string }, outcome: unknown): void {
    const { novelties } = this;
    const name = shapeOf(op.op);
    const kind = typeof outcome === 'object' && outcome !== null ? kindOf(outcome) : shapeOf(outcome);
    const coarse = mix(name, kind);
    novelties.show(mix(mix(OUTCOME, name), shapeOf(outcome)));
    novelties.show(mix(mix(OP, shapeOf(op)), kind));
    novelties.show(mix(mix(PAIR, this.before), coarse));
    novelties.show(mix(mix(mix(TRIPLE, this.twoBefore), mix(name, this.before)), name));
    this.twoBefore = shapeOf(op.op);
    this.before = coarse;
  }
}
