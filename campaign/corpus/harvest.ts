import { BehaviourMap } from '../behaviours/behaviour-map';
import type { EpochUpdate } from '../crew/task';
import type { Discovery, ShardResult } from '../shard';
import type { CorpusEntry } from './corpus';

/** New behaviours in children of an entry beyond which it is not made likelier. */
const MOST_YIELD = 16;
/** Ops spent on children without a find that halve an entry's energy. */
const TIRING_OPS = 4000;
/** No entry is forgotten altogether. */
const LEAST_ENERGY = 0.05;

/**
 * Entries at the end of an epoch at most, so that memory stays flat: of many more each would be chosen too seldom to
 * lead anywhere. What the others showed stays known.
 */
const MOST_ENTRIES = 8192;

/** An entry with what decides its energy. */
interface Kept {
  readonly entry: CorpusEntry;
  /** Behaviours of which it is the smallest trace: without any it goes. */
  owned: number;
  /** New behaviours that its children showed, and the ops that they took. */
  yields: number;
  spentOps: number;
}

/** What is written down of an entry that may change; the entry itself never does. */
export interface KeptEntry {
  readonly id: number;
  /** Indices of those of its novelties of which it still is the smallest trace. */
  readonly owned: readonly number[];
  readonly yields: number;
  readonly spentOps: number;
}

/**
 * The corpus as it grows: takes in what the cases of an epoch showed, in case order, and says at its end what changed.
 * Everything here depends on the cases alone, not on who ran them or when.
 */
export class Harvest {
  private readonly known = new BehaviourMap();
  private readonly entries = new Map<number, Kept>();
  private readonly owners = new Map<number, Owner>();
  private added = new Set<number>();
  private removed: number[] = [];
  private learned: number[] = [];

  constructor(private readonly mostEntries = MOST_ENTRIES) {}

  /** Behaviours seen. */
  get behaviours(): number {
    return this.known.count;
  }

  get size(): number {
    return this.entries.size;
  }

  /** Takes in a shard; shards come in case order. */
  take({ discoveries, spent }: Pick<ShardResult, 'discoveries' | 'spent'>): void {
    for (const [id, ops] of spent) {
      const parent = this.entries.get(id);
      if (parent !== undefined) parent.spentOps += ops;
    }
    for (const discovery of discoveries) this.discover(discovery);
  }

  private discover({ entry, parent }: Discovery): void {
    let fresh = 0;
    let kept: Kept | undefined;
    for (const [index, { behaviour, ops }] of entry.novelties.entries()) {
      if (!this.known.improves(behaviour, ops)) continue;
      if (this.known.learn(behaviour, ops)) fresh++;
      this.learned.push(behaviour, ops);
      this.disown(behaviour);
      kept ??= this.keep(entry);
      kept.owned++;
      this.owners.set(behaviour, { id: entry.id, index, ops });
    }
    const source = parent === null ? undefined : this.entries.get(parent);
    if (source !== undefined) source.yields += fresh;
  }

  private keep(entry: CorpusEntry): Kept {
    const kept = { entry, owned: 0, yields: 0, spentOps: 0 };
    this.entries.set(entry.id, kept);
    this.added.add(entry.id);
    return kept;
  }

  private disown(behaviour: number): void {
    const owner = this.owners.get(behaviour);
    const kept = owner && this.entries.get(owner.id);
    if (kept === undefined || --kept.owned > 0) return;
    this.drop(kept.entry.id);
  }

  private drop(id: number): void {
    this.entries.delete(id);
    if (!this.added.delete(id)) this.removed.push(id);
  }

  /** Of too many entries those go that are least likely to be chosen, the oldest of equals first. */
  private thin(): void {
    const surplus = this.entries.size - this.mostEntries;
    if (surplus <= 0) return;
    const ranked = [...this.entries].map(([id, kept]) => ({ id, energy: energyOf(kept) }));
    ranked.sort((a, b) => a.energy - b.energy || a.id - b.id);
    for (const { id } of ranked.slice(0, surplus)) this.drop(id);
  }

  /** What changed since the last call. Entries that came and went in between are not in it. */
  update(epoch: number): EpochUpdate {
    this.thin();
    const added = [...this.added].map((id) => this.entries.get(id)!.entry);
    const update = {
      epoch,
      corpus: { added, removed: this.removed, energies: this.energies() },
      learned: Int32Array.from(this.learned),
    };
    this.added = new Set();
    this.removed = [];
    this.learned = [];
    return update;
  }

  /** All of it, for a worker that knows nothing. */
  snapshot(epoch: number): EpochUpdate {
    const added = [...this.entries.values()].map(({ entry }) => entry);
    const learned = [...this.owners].flatMap(([behaviour, { ops }]) => [behaviour, ops]);
    return { epoch, corpus: { added, removed: [], energies: this.energies() }, learned: Int32Array.from(learned) };
  }

  private energies(): Float64Array {
    const energies = new Float64Array(this.entries.size);
    let i = 0;
    for (const kept of this.entries.values()) energies[i++] = energyOf(kept);
    return energies;
  }

  /** What may change of each entry, to be written down. */
  kept(): KeptEntry[] {
    const owned = new Map<number, number[]>();
    for (const { id, index } of this.owners.values()) {
      if (!this.entries.has(id)) continue;
      const list = owned.get(id);
      if (list === undefined) owned.set(id, [index]);
      else list.push(index);
    }
    return [...this.entries].map(([id, { yields, spentOps }]) => {
      return { id, owned: owned.get(id)!.sort((a, b) => a - b), yields, spentOps };
    });
  }

  /** Behaviours whose smallest trace is no longer kept, and its ops, in turn. */
  orphans(): number[] {
    return [...this.owners]
      .filter(([, { id }]) => !this.entries.has(id))
      .sort(([a], [b]) => a - b)
      .flatMap(([behaviour, { ops }]) => [behaviour, ops]);
  }

  /** Takes back what was written down; `entryOf` gives the entries. */
  restore(kept: readonly KeptEntry[], orphans: readonly number[], entryOf: (id: number) => CorpusEntry): void {
    for (let i = 0; i < orphans.length; i += 2) this.own(orphans[i]!, { id: NOBODY, index: 0, ops: orphans[i + 1]! });
    for (const { id, owned, yields, spentOps } of kept) {
      const entry = entryOf(id);
      this.entries.set(id, { entry, owned: owned.length, yields, spentOps });
      for (const index of owned) {
        const { behaviour, ops } = entry.novelties[index]!;
        this.own(behaviour, { id, index, ops });
      }
    }
  }

  private own(behaviour: number, owner: Owner): void {
    this.known.learn(behaviour, owner.ops);
    this.owners.set(behaviour, owner);
  }
}

/** Likelier is what led to new behaviours, and what has hardly been tried. */
function energyOf({ owned, yields, spentOps }: Kept): number {
  const worth = 1 + Math.min(yields, MOST_YIELD) + Math.log2(1 + owned);
  const tiredness = 1 + spentOps / (TIRING_OPS * (1 + yields));
  return Math.max(LEAST_ENERGY, worth / tiredness);
}

/** Stands for an entry that is no longer there. */
const NOBODY = NaN;

/** Who has the smallest trace of a behaviour: the entry, the index of its novelty, the ops. */
interface Owner {
  readonly id: number;
  readonly index: number;
  readonly ops: number;
}
