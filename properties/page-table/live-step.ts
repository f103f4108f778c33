import type { PageTableMachine } from '../../model/page-table';
import type { IovaPage, Leaf, Op, Outcome, StateView } from '../../model/vocabulary';
import { pagesOf } from '../../model/vocabulary/units';
import { OpStep, type Past } from './op-step';

/** The state before an op as the state after it with the op's change undone: costs in proportion to the change. */
class Undone implements Past {
  outcome!: Outcome;
  state!: StateView;

  leafAt(page: IovaPage): Leaf | null {
    const { removed, added, dirtied } = this.outcome;
    for (let i = 0; i < removed.length; i++) if (covers(removed[i]!, page)) return removed[i]!;
    for (let i = 0; i < dirtied.length; i++) if (covers(dirtied[i]!.before, page)) return dirtied[i]!.before;
    for (let i = 0; i < added.length; i++) if (covers(added[i]!, page)) return null;
    return this.state.leafAt(page);
  }

  anyLeafIn(first: IovaPage, last: IovaPage): boolean {
    const { removed, added } = this.outcome;
    for (let i = 0; i < removed.length; i++) {
      const leaf = removed[i]!;
      if (leaf.page <= last && leaf.page + pagesOf(leaf.lg) > first) return true;
    }
    // What the op added was not there before: only the gaps between the added leaves count.
    let from = first;
    for (let i = 0; i < added.length && from <= last; i++) {
      const leaf = added[i]!;
      if (leaf.page > last) break;
      if (leaf.page > from && this.state.anyLeafIn(from, leaf.page - 1)) return true;
      const next = leaf.page + pagesOf(leaf.lg);
      if (next > from) from = next;
    }
    return from <= last && this.state.anyLeafIn(from, last);
  }
}

const covers = (leaf: Leaf, page: IovaPage): boolean => page >= leaf.page && page < leaf.page + pagesOf(leaf.lg);

/** Steps the model, and shows each op to the rules: `step` is the model's own outcome, one object for a whole run. */
export class LiveStep {
  private readonly undone = new Undone();
  readonly step = new OpStep(this.undone);
  private machine!: PageTableMachine;

  /** A new trace on `machine`. */
  begin(machine: PageTableMachine): void {
    const step = this.step;
    this.machine = machine;
    step.config = machine.config;
    step.sizes = machine.sizes;
    step.bitmap = machine.bitmap;
    step.lastAperturePage = machine.lastAperturePage;
    step.index = -1;
  }

  /** Steps the machine by `op`, remembering what was before. */
  run(op: Op): Outcome {
    const { machine, step, undone } = this;
    const state = machine.view(op.domain);
    step.turnTo(op, step.index + 1);
    step.state = undone.state = state;
    step.topBefore = state.topLevel;
    step.liveBefore = state.liveTables;
    step.budgetBefore = machine.budget(op.domain);
    step.gatherBefore.take(machine.gather(op.domain));
    const outcome = machine.step(op);
    step.outcome = undone.outcome = outcome;
    return outcome;
  }
}
