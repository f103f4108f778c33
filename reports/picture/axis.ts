/** A stretch of an address space between two addresses at which something begins or ends. */
export interface Stretch {
  readonly first: number;
  readonly pages: number;
  readonly y: number;
  readonly height: number;
  /** Nothing is there: drawn short, whatever its size. */
  readonly isGap: boolean;
}

/** A range of pages. */
export interface PageRange {
  readonly first: number;
  readonly pages: number;
}

/** True if they share a page. */
export const overlaps = (a: PageRange, b: PageRange): boolean =>
  a.first < b.first + b.pages && b.first < a.first + a.pages;

const GAP_HEIGHT = 22;
const LEAST_HEIGHT = 20;
const MOST_HEIGHT = 44;

/** Height of what is there: more for more pages, but readable from one page to all of them. */
const heightOf = (pages: number): number => Math.min(MOST_HEIGHT, LEAST_HEIGHT + 2.5 * Math.log2(pages));

/** An address space drawn downwards: gaps compressed, each stretch high enough for its label. */
export class Axis {
  readonly stretches: readonly Stretch[];
  readonly end: number;
  private readonly places = new Map<number, number>();

  constructor(ranges: readonly PageRange[], top: number) {
    const cuts = [...new Set(ranges.flatMap(({ first, pages }) => [first, first + pages]))].sort((a, b) => a - b);
    const stretches: Stretch[] = [];
    let y = top;
    cuts.forEach((first, i) => {
      this.places.set(first, y);
      const next = cuts[i + 1];
      if (next === undefined) return;
      const isGap = !ranges.some((range) => range.first <= first && range.first + range.pages >= next);
      const height = isGap ? GAP_HEIGHT : heightOf(next - first);
      stretches.push({ first, pages: next - first, y, height, isGap });
      y += height;
    });
    this.stretches = stretches;
    this.end = y;
  }

  /** Where an address is drawn at which some range begins or ends. */
  at(page: number): number {
    return this.places.get(page)!;
  }
}
