import type { Draw } from '../../properties/engine/draw';
import type { Novelty, Origin } from '../case';
import type { PackedTrace } from './packed-trace';

/** A trace worth starting from: it showed a behaviour first, or with the fewest ops. */
export interface CorpusEntry {
  /** Number of the case that it was; negative for a trace of an earlier campaign. */
  readonly id: number;
  /** Cut behind the last op that showed something new. */
  readonly trace: PackedTrace;
  readonly origin: Origin | null;
  /** What it showed when it came, shortest beginning first. */
  readonly novelties: readonly Novelty[];
}

/** What changed at the end of an epoch: plain data that can go to another thread. */
export interface CorpusUpdate {
  readonly added: readonly CorpusEntry[];
  readonly removed: readonly number[];
  /** Energy of every entry, in the order of their arrival: how much likelier it is chosen than one of energy 1. */
  readonly energies: Float64Array;
}

/** The corpus as workers see it: fixed during an epoch, and the same for all of them. */
export class Corpus {
  private entries: CorpusEntry[] = [];
  /** Sums of the energies up to each entry. */
  private sums = new Float64Array();

  get size(): number {
    return this.entries.length;
  }

  /** Takes over what the end of an epoch changed. */
  update({ added, removed, energies }: CorpusUpdate): void {
    const gone = new Set(removed);
    if (gone.size > 0) this.entries = this.entries.filter(({ id }) => !gone.has(id));
    this.entries.push(...added);
    if (energies.length !== this.entries.length) {
      throw new Error(`a corpus of ${this.entries.length} entries was given ${energies.length} energies`);
    }
    let sum = 0;
    this.sums = energies.map((energy) => (sum += energy));
  }

  /** An entry, as likely as its energy says. The corpus is not empty. */
  choose(draw: Draw): CorpusEntry {
    const { sums } = this;
    const at = (draw.int(2 ** 32) / 2 ** 32) * sums[sums.length - 1]!;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return this.entries[low]!;
  }

  /** Any entry. The corpus is not empty. */
  any(draw: Draw): CorpusEntry {
    return this.entries[draw.int(this.entries.length)]!;
  }
}
