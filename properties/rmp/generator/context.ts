import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import { REGION_PAGES, type GpaPage, type RmpEntry, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { Draw } from '../../engine/draw';
import { FIRST_GPA, HOT_OFFSETS, TRIES } from './bounds';

/** Where a case happens: few regions, guests and offsets, so that ops meet. */
export interface Places {
  /** Covered regions first, then one that is not. */
  readonly regions: readonly SpaPage[];
  readonly asids: readonly number[];
  /** Offsets within a region: its ends, and some between. */
  readonly offsets: readonly number[];
}

export const drawOffsets = (draw: Draw): readonly number[] => [
  0,
  1,
  REGION_PAGES - 1,
  ...Array.from({ length: HOT_OFFSETS }, () => draw.pick([2, 127, 255, 256, 257, 510, draw.int(REGION_PAGES)])),
];

/** What moves draw with: the case, and the model's state before the op. */
export class CaseContext {
  view!: RmpView;
  /** Ops that make sense after the last ones; drawn when their turn comes. */
  readonly followUps: (() => RmpOp)[] = [];

  constructor(
    readonly draw: Draw,
    readonly config: RmpConfig,
    readonly places: Places,
  ) {}

  /** A region: mostly one of the first two, seldom the uncovered one. */
  region(): SpaPage {
    const { regions } = this.places;
    const slot = this.draw.int(100);
    if (slot < 72) return regions[slot % 2]!;
    return slot < 95 ? this.draw.pick(regions.slice(0, -1)) : regions[regions.length - 1]!;
  }

  /** A page: a region's end, or another that the case returns to. */
  page(): SpaPage {
    return this.region() + this.draw.pick(this.places.offsets);
  }

  /** A page whose effective entry passes `test`, if one is found soon; else any. */
  pageWhere(test: (entry: RmpEntry) => boolean): SpaPage {
    for (let i = 0; i < TRIES; i++) {
      const page = this.page();
      const entry = this.view.effective(page);
      if (entry !== null && test(entry)) return page;
    }
    return this.page();
  }

  /** A page that nobody owns; where none is found soon, one that is not covered. */
  freePage(): SpaPage {
    const page = this.pageWhere((entry) => !entry.assigned);
    if (this.view.effective(page)?.assigned !== true) return page;
    const { regions, offsets } = this.places;
    return regions[regions.length - 1]! + this.draw.pick(offsets);
  }

  /** A region whose base entry passes `test`, if one is found soon; else any. */
  regionWhere(test: (head: RmpEntry, base: SpaPage) => boolean): SpaPage {
    for (let i = 0; i < TRIES; i++) {
      const base = this.region();
      const head = this.view.own(base);
      if (head !== null && test(head, base)) return base;
    }
    return this.region();
  }

  /** The GPA that a page has in the guest's plan: consecutive within a region, 2M-aligned at its start. */
  gpaOf(page: SpaPage): GpaPage {
    const offset = page % REGION_PAGES;
    const at = this.places.regions.indexOf(page - offset);
    return FIRST_GPA + Math.max(at, 0) * REGION_PAGES + offset;
  }

  /** A GPA for a page: nearly always the planned one, else that of the page at the same place in another region. */
  drawGpa(page: SpaPage): GpaPage {
    if (this.draw.chance(85)) return this.gpaOf(page);
    return this.gpaOf(this.draw.pick(this.places.regions) + (page % REGION_PAGES));
  }

  asid(): number {
    return this.draw.pick(this.places.asids);
  }

  /** True if one 2M entry holds the region. */
  isLarge(base: SpaPage): boolean {
    const head = this.view.own(base);
    return head !== null && head.assigned && head.size === 1;
  }

  /** Draws `move` after this op. */
  after(...moves: readonly (() => RmpOp)[]): void {
    if (this.followUps.length === 0) this.followUps.push(...moves);
  }
}

/** One kind of op: draws it with the state in sight. */
export type Move = (c: CaseContext) => RmpOp;
