import type { Draw } from '../../properties/engine/draw';
import { KINDS, kindOfBehaviour } from '../behaviours/behaviour-map';
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

/** An entry, and the behaviour for which it was chosen. */
export interface Choice {
  readonly entry: CorpusEntry;
  readonly novelty: Novelty;
}

/**
 * The corpus as workers see it: fixed during an epoch, and the same for all of them. Each kind of behaviour has the same
 * share of what is chosen: of a kind that has few, such as how often something happened on the same place, each is rare.
 */
export class Corpus {
  private entries: CorpusEntry[] = [];
  /** For each kind that was seen: its entries, and the sums of their energies up to each. */
  private kinds: readonly KindOfEntries[] = [];

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
    this.kinds = sortedByKind(this.entries, energies);
  }

  /** An entry, as likely within a kind of behaviour as its energy says. The corpus is not empty. */
  choose(draw: Draw): Choice {
    const { kind, entries, sums } = draw.pick(this.kinds);
    const at = (draw.int(2 ** 32) / 2 ** 32) * sums[sums.length - 1]!;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > at) high = middle;
      else low = middle + 1;
    }
    const entry = entries[low]!;
    const ofKind = entry.novelties.filter(({ behaviour }) => kindOfBehaviour(behaviour) === kind);
    return { entry, novelty: draw.pick(ofKind) };
  }

  /** Any entry. The corpus is not empty. */
  any(draw: Draw): CorpusEntry {
    return this.entries[draw.int(this.entries.length)]!;
  }
}

interface KindOfEntries {
  readonly kind: number;
  readonly entries: CorpusEntry[];
  readonly sums: number[];
}

function sortedByKind(entries: readonly CorpusEntry[], energies: Float64Array): readonly KindOfEntries[] {
  const kinds = Array.from({ length: KINDS }, (_, kind): KindOfEntries => ({ kind, entries: [], sums: [] }));
  entries.forEach((entry, i) => {
    let seen = 0;
    for (const { behaviour } of entry.novelties) {
      const kind = kindOfBehaviour(behaviour);
      if ((seen & (1 << kind)) !== 0) continue;
      seen |= 1 << kind;
      const { entries: ofKind, sums } = kinds[kind]!;
      ofKind.push(entry);
      sums.push((sums[sums.length - 1] ?? 0) + energies[i]!);
    }
  });
  return kinds.filter((kind) => kind.entries.length > 0);
}
