import { REGION_PAGES, RmpSize, type RmpEntry, type SpaPage } from '../vocabulary/rmp/entry';
import type { RmpConfig } from '../vocabulary/rmp/config';
import { coverageOf, type Coverage } from './coverage';
import { baseOf, resized, stubEntry } from './entry';
import { Ghosts } from './ghosts';
import { Layout, type LayoutRange } from './layout';
import { largeRegion, smallRegion, storedAt, type Region } from './region';

/** The RMP: entries by page number, with their effective reading. rmp.md 1.4. Regions nobody looks at cost nothing. */
export class RmpTable {
  readonly coverage: Coverage;
  readonly ghosts = new Ghosts();
  private layout: Layout;
  private readonly regions = new Map<SpaPage, Region>();
  /** How often each region was written. */
  private readonly revisions = new Map<SpaPage, number>();
  /** Their bases in order; null where a new one came. */
  private inOrder: readonly SpaPage[] | null = null;
  private readonly stub: RmpEntry;
  /** Page number of the C-bit; 0 without one. */
  private readonly cBitPage: number;

  constructor(private readonly config: RmpConfig) {
    this.coverage = coverageOf(config);
    this.layout = new Layout(config, config.preset);
    this.stub = stubEntry(config.vmpls);
    this.cBitPage = config.cBit === null ? 0 : 2 ** (config.cBit - 12);
  }

  /** The C-bit never takes part in indexing (RMP-003). */
  withoutCBit(page: SpaPage): SpaPage {
    const bit = this.cBitPage;
    return bit !== 0 && page >= bit && Math.floor(page / bit) % 2 === 1 ? page - bit : page;
  }

  covered(page: SpaPage): boolean {
    return this.coverage.covered(page);
  }

  /** The 2M region of `base`, covered. */
  region(base: SpaPage): Region {
    let region = this.regions.get(base);
    if (region === undefined) this.regions.set(base, (region = this.layout.region(base)));
    return region;
  }

  /** E[p]; null where not covered. */
  own(page: SpaPage): RmpEntry | null {
    if (!this.coverage.covered(page)) return null;
    const index = page % REGION_PAGES;
    const region = this.region(page - index);
    if (!region.large) return region.entries[index]!;
    return index === 0 ? region.entry : this.stub;
  }

  /** eff(p); null where not covered. */
  effective(page: SpaPage): RmpEntry | null {
    if (!this.coverage.covered(page)) return null;
    const index = page % REGION_PAGES;
    const region = this.region(page - index);
    if (region.large)
      return index === 0 ? region.entry : resized(region.entry, region.entry.gpa + index, RmpSize.size2M);
    const entry = region.entries[index]!;
    // An unassigned entry may keep a Page_Size of 2M (UNASSIGN_ZEROES_ENTRY = false).
    return entry.size === RmpSize.size4K ? entry : resized(entry, entry.gpa, RmpSize.size4K);
  }

  /** hv(p) of rmp.md 0.3. */
  hv(page: SpaPage): boolean {
    if (!this.coverage.covered(page)) return true;
    const index = page % REGION_PAGES;
    return !storedAt(this.region(page - index), index).assigned;
  }

  /** hv2(b): the 2M region is hypervisor-owned as a whole. */
  hv2(base: SpaPage): boolean {
    if (!this.coverage.covered(base)) return true;
    const region = this.region(base);
    return !region.large && region.subCount === 0 && !region.entries[0]!.assigned;
  }

  /** hv(p) for all `pages` from `first` on. */
  allUnassigned(first: SpaPage, pages: number): boolean {
    if (pages < REGION_PAGES) {
      for (let page = first; page < first + pages; page++) if (!this.hv(page)) return false;
      return true;
    }
    for (const base of this.assignedBases()) if (base >= first && base < first + pages && !this.hv2(base)) return false;
    return true;
  }

  /** sub(b). */
  subCount(base: SpaPage): number {
    if (!this.coverage.covered(base)) return 0;
    const region = this.region(base);
    return region.large ? 0 : region.subCount;
  }

  /** Writes E[p] of a region of 4K entries; the sub-page count of its first page follows. */
  setPage(page: SpaPage, entry: RmpEntry): void {
    const base = baseOf(page);
    const region = this.writable(base);
    const index = page - base;
    const old = region.entries[index]!;
    region.entries[index] = entry;
    if (index !== 0) region.subCount += Number(entry.assigned) - Number(old.assigned);
    if (old.assigned !== entry.assigned || old.asid !== entry.asid) this.ghosts.changed(page);
    this.touch(base);
  }

  /** Makes the region of `base` one 2M entry. */
  setLarge(base: SpaPage, entry: RmpEntry): void {
    this.replace(base, largeRegion(entry));
  }

  /** Makes the region of `base` these 512 entries of 4K. */
  setSmall(base: SpaPage, entries: RmpEntry[]): void {
    this.replace(base, smallRegion(entries));
  }

  /** Writes what stands for `page`: the 2M entry above it, or its own. */
  setStored(page: SpaPage, entry: RmpEntry): void {
    const base = baseOf(page);
    if (this.region(base).large) this.setLarge(base, entry);
    else this.setPage(page, entry);
  }

  /** What stands for `page`, covered: the 2M entry above it, or its own. */
  stored(page: SpaPage): RmpEntry {
    const base = baseOf(page);
    return storedAt(this.region(base), page - base);
  }

  /** Everything becomes as the ranges say: SNP_INIT, and the zeroing after shutdown. rmp.md 1.7. */
  rewrite(ranges: readonly LayoutRange[]): void {
    const after = new Layout(this.config, ranges);
    const bases = new Set([...this.regions.keys(), ...this.layout.namedBases(), ...after.namedBases()]);
    for (const base of bases) {
      if (!this.covered(base)) continue;
      const region = after.region(base);
      this.ghosts.replaced(base, this.region(base), region);
      this.regions.set(base, region);
      this.touch(base);
    }
    this.layout = after;
  }

  /** Bases of the covered regions where some page may be assigned. */
  assignedBases(): readonly SpaPage[] {
    const bases = new Set(this.regions.keys());
    for (const base of this.layout.assignedBases()) bases.add(base);
    return [...bases].filter((base) => this.covered(base));
  }

  /** Contents or entry of a page have changed: names the region to whoever compares states. */
  touch(page: SpaPage): void {
    const base = baseOf(page);
    const revision = this.revisions.get(base);
    if (revision === undefined) this.inOrder = null;
    this.revisions.set(base, (revision ?? 0) + 1);
  }

  touchedRegions(): readonly SpaPage[] {
    return (this.inOrder ??= [...this.revisions.keys()].sort((a, b) => a - b));
  }

  revision(base: SpaPage): number {
    return this.revisions.get(base) ?? 0;
  }

  private replace(base: SpaPage, region: Region): void {
    this.ghosts.replaced(base, this.region(base), region);
    this.regions.set(base, region);
    this.touch(base);
  }

  private writable(base: SpaPage) {
    const region = this.region(base);
    if (region.large) throw new Error('a 4K entry under a 2M entry cannot be written');
    if (!region.shared) return region;
    const own = smallRegion(region.entries.slice());
    this.regions.set(base, own);
    return own;
  }
}
