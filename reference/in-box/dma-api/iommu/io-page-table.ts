import type { Span } from '../../../../model/vocabulary/dma-api/config';
import { NOT_PRESENT } from './leaf-word';

const ITEMS_LG = 9n;
const ITEMS = 1 << Number(ITEMS_LG);

/** A table of leaves, one a granule; `live`: how many are present. */
interface LeafTable {
  readonly items: BigUint64Array;
  live: number;
}

/** An IO page table of two levels: a directory, and tables of 512 leaves. Tables go when they are empty. */
export class IoPageTable {
  private readonly directory = new Map<bigint, LeafTable>();

  constructor(private readonly granuleLg: bigint) {}

  /** The word at an IOVA, NOT_PRESENT where there is none. */
  leaf(iova: bigint): bigint {
    const number = iova >> this.granuleLg;
    return this.directory.get(number >> ITEMS_LG)?.items[itemOf(number)] ?? NOT_PRESENT;
  }

  /** False, and nothing changed, where a leaf is there already. */
  set(iova: bigint, word: bigint): boolean {
    const number = iova >> this.granuleLg;
    const table = this.tableFor(number >> ITEMS_LG);
    const item = itemOf(number);
    if (table.items[item] !== NOT_PRESENT) return false;
    table.items[item] = word;
    table.live++;
    return true;
  }

  /** Does nothing where no leaf is. */
  clear(iova: bigint): void {
    const number = iova >> this.granuleLg;
    const table = this.directory.get(number >> ITEMS_LG);
    const item = itemOf(number);
    if (table === undefined || table.items[item] === NOT_PRESENT) return;
    table.items[item] = NOT_PRESENT;
    table.live--;
    if (table.live === 0) this.directory.delete(number >> ITEMS_LG);
  }

  /** IOVA space that has leaves, in address order, neighbours as one. */
  mapped(): readonly Span[] {
    const granule = 1n << this.granuleLg;
    const spans: Span[] = [];
    for (const [index, { items }] of [...this.directory].sort(([a], [b]) => (a < b ? -1 : 1)))
      for (let item = 0; item < ITEMS; item++) {
        if (items[item] === NOT_PRESENT) continue;
        const base = ((index << ITEMS_LG) | BigInt(item)) << this.granuleLg;
        const last = spans.at(-1);
        if (last === undefined || last.base + last.bytes !== base) spans.push({ base, bytes: granule });
        else spans[spans.length - 1] = { base: last.base, bytes: last.bytes + granule };
      }
    return spans;
  }

  private tableFor(index: bigint): LeafTable {
    let table = this.directory.get(index);
    if (table === undefined) {
      table = { items: new BigUint64Array(ITEMS), live: 0 };
      this.directory.set(index, table);
    }
    return table;
  }
}

const itemOf = (number: bigint): number => Number(number & BigInt(ITEMS - 1));
