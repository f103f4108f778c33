/** A 2M region is one 2M entry, or 512 independent 4K entries; never a mixture. rmp.md 1.4. */
import { REGION_PAGES, type RmpEntry } from '../vocabulary/rmp/entry';

/** One 2M entry; the entries 1 … 511 are stubs and not stored. */
export interface LargeRegion {
  readonly large: true;
  readonly entry: RmpEntry;
}

/** 512 entries of 4K. */
export interface SmallRegion {
  readonly large: false;
  readonly entries: RmpEntry[];
  /** Assigned pages among 1 … 511. */
  subCount: number;
  /** True: stands for many regions, and is copied before it is written. */
  readonly shared: boolean;
}
export type Region = LargeRegion | SmallRegion;

export const largeRegion = (entry: RmpEntry): LargeRegion => ({ large: true, entry });

/** A region of these 512 entries; they belong to it from now on. */
export function smallRegion(entries: RmpEntry[], shared = false): SmallRegion {
  let subCount = 0;
  for (let i = 1; i < REGION_PAGES; i++) if (entries[i]!.assigned) subCount++;
  return { large: false, entries, subCount, shared };
}

/** 512 times the same entry. */
export const uniformRegion = (entry: RmpEntry, shared = false): SmallRegion =>
  smallRegion(new Array<RmpEntry>(REGION_PAGES).fill(entry), shared);

/** What stands for the page at `index`: the 2M entry, or its own. */
export const storedAt = (region: Region, index: number): RmpEntry =>
  region.large ? region.entry : region.entries[index]!;
