import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { CampaignError } from '../campaign-error';
import type { CorpusEntry } from '../corpus/corpus';
import { existingNames, remove, writeWhole } from './files';

/**
 * The entries of the corpus on disk: those that came between two saves are one file, a **pack**. A night brings a hundred
 * thousand entries; a file for each would cost more than the search.
 *
 * A pack stays until none of its entries is alive. Where the dead are more than the living, the living move to a new one.
 */
export class CorpusPacks {
  /** The entries that are alive, whether they are on disk yet or not. */
  private readonly living = new Map<number, CorpusEntry>();
  private readonly unwritten = new Set<number>();
  /** Number of the pack in which an entry is. */
  private readonly packOf = new Map<number, number>();
  /** Entries of each pack that are alive. */
  private readonly aliveIn = new Map<number, number>();
  private dead = 0;
  private next = 1;

  constructor(private readonly path: string) {}

  /** What is on disk, but for entries that are not `wanted`: those came after the state, and come again. */
  static open(path: string, wanted: ReadonlySet<number>): CorpusPacks {
    const packs = new CorpusPacks(path);
    for (const number of packNumbersIn(path)) packs.takeOver(number, wanted);
    return packs;
  }

  add(entry: CorpusEntry): void {
    this.living.set(entry.id, entry);
    this.unwritten.add(entry.id);
  }

  drop(id: number): void {
    this.living.delete(id);
    if (!this.unwritten.delete(id)) this.leave(id);
  }

  /** Writes what came. Throws CampaignError; then nothing that was written before is lost. */
  write(): void {
    const isWorn = this.dead > this.living.size;
    const ids = isWorn ? [...this.living.keys()] : [...this.unwritten];
    if (ids.length === 0) return;
    const number = this.next++;
    writeWhole(this.fileOf(number), serialize(ids.map((id) => this.living.get(id)!)));
    for (const id of ids) this.enter(id, number);
    this.unwritten.clear();
    if (isWorn) this.dead = 0;
  }

  /** Removes packs without a living entry: to be called when no state on disk speaks of them any more. */
  sweep(): void {
    for (const [number, alive] of this.aliveIn) {
      if (alive > 0) continue;
      remove(this.fileOf(number));
      this.aliveIn.delete(number);
    }
  }

  /** An entry that is alive; null: there is none of that number. */
  entry(id: number): CorpusEntry | null {
    return this.living.get(id) ?? null;
  }

  entries(): IterableIterator<CorpusEntry> {
    return this.living.values();
  }

  private takeOver(number: number, wanted: ReadonlySet<number>): void {
    this.aliveIn.set(number, 0);
    this.next = number + 1;
    for (const entry of readPack(this.fileOf(number))) {
      if (wanted.has(entry.id)) {
        this.living.set(entry.id, entry);
        this.enter(entry.id, number);
      } else {
        this.dead++;
      }
    }
  }

  private enter(id: number, number: number): void {
    this.leave(id);
    this.packOf.set(id, number);
    this.aliveIn.set(number, (this.aliveIn.get(number) ?? 0) + 1);
  }

  private leave(id: number): void {
    const number = this.packOf.get(id);
    if (number === undefined) return;
    this.packOf.delete(id);
    this.aliveIn.set(number, this.aliveIn.get(number)! - 1);
    this.dead++;
  }

  private readonly fileOf = (number: number): string => join(this.path, nameOf(number));
}

const nameOf = (number: number): string => `${String(number).padStart(8, '0')}.pack`;

const packNumbersIn = (path: string): number[] =>
  existingNames(path)
    .filter((name) => /^\d+\.pack$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b);

function readPack(path: string): CorpusEntry[] {
  try {
    return deserialize(readFileSync(path)) as CorpusEntry[];
  } catch (error) {
    const { message } = error as Error;
    throw new CampaignError(
      `${path}: cannot be read (${message}): the campaign cannot go on; begin anew with another --out`,
      64,
    );
  }
}
