import type { Novelty } from '../case';
import { behaviourOf, type BehaviourMap } from './behaviour-map';

/** What a case shows that is not known: filled op by op, without an object for what is. */
export class Novelties {
  private list: Novelty[] = [];
  private readonly seen = new Set<number>();
  /** Ops and choices of the case up to now. */
  private ops = 0;
  private draws = -1;

  constructor(private readonly known: BehaviourMap) {}

  /** A new case begins. */
  begin(): void {
    this.list = [];
    this.seen.clear();
    this.ops = 0;
    this.draws = -1;
  }

  /** The case has come so far; `draws` is −1 where it is not drawn. */
  reach(ops: number, draws: number): void {
    this.ops = ops;
    this.draws = draws;
  }

  /** The case shows the behaviour of `kind` (below KINDS) with this fingerprint. */
  show(kind: number, fingerprint: number): void {
    const behaviour = behaviourOf(kind, fingerprint);
    if (!this.known.improves(behaviour, this.ops) || this.seen.has(behaviour)) return;
    this.seen.add(behaviour);
    this.list.push({ behaviour, ops: this.ops, draws: this.draws });
  }

  /** What was new, in the order in which it came. */
  get found(): readonly Novelty[] {
    return this.list;
  }
}
