import type { SpaPage } from '../vocabulary/rmp/entry';

/**
 * Pages that stay assigned and must never be given back (rmp.md 6, RMP-108). A compound page is listed by its head, once
 * all of it is leaked: its tails have no place for a link.
 */
export class LeakList {
  private count = 0;
  private readonly pages: SpaPage[] = [];
  private readonly orders = new Map<SpaPage, number>();

  makeCompound(page: SpaPage, order: number): void {
    this.orders.set(page, order);
  }

  leak(first: SpaPage, pages: number): void {
    const end = first + pages;
    for (let page = first; page < end; page++) {
      const compound = this.compoundOf(page);
      if (compound === null || (compound.head === page && compound.end <= end)) this.pages.push(page);
    }
    this.count += pages;
  }

  snapshot(): { readonly count: number; readonly pages: readonly SpaPage[] } {
    return { count: this.count, pages: [...this.pages] };
  }

  private compoundOf(page: SpaPage): { readonly head: SpaPage; readonly end: SpaPage } | null {
    for (const [head, order] of this.orders) {
      const end = head + 2 ** order;
      if (page >= head && page < end) return { head, end };
    }
    return null;
  }
}
