import type { Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { PageClass } from './mapping';

/** Pages in a row of one class. */
export interface ClassSpan {
  readonly pageClass: PageClass;
  readonly pages: Pages;
}

/** What the pages of a mapping were when they were pinned, which the tables do not tell; none while it is only recorded. */
export class PageClasses {
  private spans: ClassSpan[] = [];

  /** The next pages. */
  add(pageClass: PageClass, pages: Pages): void {
    const last = this.spans.at(-1);
    if (last?.pageClass === pageClass) this.spans[this.spans.length - 1] = { pageClass, pages: last.pages + pages };
    else this.spans.push({ pageClass, pages });
  }

  clear(): void {
    this.spans = [];
  }

  /** Null: nothing is pinned for this page. */
  at(page: Pages): PageClass | null {
    let skip = page;
    for (const { pageClass, pages } of this.spans) {
      if (skip < pages) return pageClass;
      skip -= pages;
    }
    return null;
  }

  /** From a page on, which must have been added. */
  from(page: Pages): readonly [ClassSpan, ...ClassSpan[]] {
    let skip = page;
    for (const [i, { pageClass, pages }] of this.spans.entries()) {
      if (skip < pages) return [{ pageClass, pages: pages - skip }, ...this.spans.slice(i + 1)];
      skip -= pages;
    }
    throw new RangeError(`the mapping has no page ${page}`);
  }
}
