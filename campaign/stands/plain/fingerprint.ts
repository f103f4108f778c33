import { mix } from '../../behaviours/behaviour-map';
import type { Novelties } from '../../behaviours/novelties';
import { kindOf, placeOf, shapeOf } from './shape';

/** Kinds of behaviour. */
const OUTCOME = 0;
const OP = 1;
const PAIR = 2;
const TRIPLE = 3;
const CYCLES = 4;

/** How often something has to happen on the same place before it is the same again. */
const MOST_CYCLES = 12;

/**
 * The behaviours of cases whose ops and outcomes are plain records: each kind of op with what its outcome looks like,
 * what the op looked like that had an outcome of that kind, two or three ops in a row by their kinds, and how often the
 * same happened on the same place.
 */
export class PlainFingerprint {
  private before = 0;
  private twoBefore = 0;

  private readonly cycles = new Map<number, number>();

  constructor(private readonly novelties: Novelties) {}

  begin(): void {
    this.before = this.twoBefore = 0;
    this.cycles.clear();
  }

  /** The behaviours of one op. */
  note(op: { readonly op: string }, outcome: unknown): void {
    const { novelties } = this;
    const name = shapeOf(op.op);
    const kind = typeof outcome === 'object' && outcome !== null ? kindOf(outcome) : shapeOf(outcome);
    const coarse = mix(name, kind);
    novelties.show(OUTCOME, mix(name, shapeOf(outcome)));
    novelties.show(OP, mix(shapeOf(op), kind));
    novelties.show(PAIR, mix(this.before, coarse));
    novelties.show(TRIPLE, mix(mix(this.twoBefore, mix(name, this.before)), name));
    this.countCycle(op, coarse);
    this.twoBefore = shapeOf(op.op);
    this.before = coarse;
  }

  private countCycle(op: object, coarse: number): void {
    const here = mix(coarse, placeOf(op));
    const times = (this.cycles.get(here) ?? 0) + 1;
    if (times > MOST_CYCLES) return;
    this.cycles.set(here, times);
    this.novelties.show(CYCLES, mix(coarse, times));
  }
}
