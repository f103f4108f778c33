import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { WriterCode } from './writer';

const PAGES = 512;
const WRITERS = PAGES;
const WRITTEN_IN = 2 * PAGES;

/** Ghost tags of the 512 pages of a 2M region. */
class GhostRegion {
  /** Epochs, then writers, then the epochs written in: 512 of each. */
  readonly tags = new Uint32Array(3 * PAGES);
  revision = 0;
}

/**
 * Ghost tags, rmp.md 7: who wrote a page last, in which epoch. They belong to memory, not to the RMP, so that uncovered
 * pages have them as well.
 */
export class GhostTags {
  private readonly regions = new Map<number, GhostRegion>();
  private readonly spare: GhostRegion[] = [];
  private lastNumber = -1;
  private last: GhostRegion | undefined = undefined;

  /** Forgets everything. */
  reset(): void {
    for (const region of this.regions.values()) {
      region.tags.fill(0);
      region.revision = 0;
      this.spare.push(region);
    }
    this.regions.clear();
    this.lastNumber = -1;
    this.last = undefined;
  }

  /** (assigned, asid) of the page changed. */
  nextEpoch(page: SpaPage): void {
    this.writable(page).tags[page & 511]!++;
  }

  write(page: SpaPage, writer: WriterCode): void {
    const { tags } = this.writable(page);
    const at = page & 511;
    tags[WRITERS + at] = writer;
    tags[WRITTEN_IN + at] = tags[at]!;
  }

  epoch(page: SpaPage): number {
    return this.find(page)?.tags[page & 511] ?? 0;
  }

  writer(page: SpaPage): WriterCode {
    return this.find(page)?.tags[WRITERS + (page & 511)] ?? 0;
  }

  writtenIn(page: SpaPage): number {
    return this.find(page)?.tags[WRITTEN_IN + (page & 511)] ?? 0;
  }

  /** Grows with every change of a tag in the region of `page`. */
  revision(page: SpaPage): number {
    return this.find(page)?.revision ?? 0;
  }

  /** False: nobody wrote a page of the region, and none ever changed hands. */
  has(page: SpaPage): boolean {
    return this.find(page) !== undefined;
  }

  /** Regions that have a tag. */
  get size(): number {
    return this.regions.size;
  }

  /** Base pages of the regions that have a tag. */
  bases(): SpaPage[] {
    return [...this.regions.keys()].map((number) => number * 512);
  }

  private find(page: SpaPage): GhostRegion | undefined {
    const number = Math.floor(page / 512);
    if (number !== this.lastNumber) {
      this.last = this.regions.get(number);
      this.lastNumber = number;
    }
    return this.last;
  }

  private writable(page: SpaPage): GhostRegion {
    const found = this.find(page);
    if (found !== undefined) {
      found.revision++;
      return found;
    }
    const made = this.spare.pop() ?? new GhostRegion();
    made.revision = 1;
    this.regions.set(Math.floor(page / 512), made);
    this.last = made;
    return made;
  }
}
