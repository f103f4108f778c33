import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';

const LG = { '4K': 0, '2M': 9, '1G': 18 } as const;
const LEVELS = [LG['4K'], LG['2M'], LG['1G']];

/** What the kernel keeps of its pages besides the RMP: struct pages, leaves of the direct map, compound pages. */
export class PageMemory {
  /** log2 pages of the direct map's leaves, −1 where it maps nothing. */
  private readonly whole: number;
  /** Leaves that were split, by size: their first pages. */
  private readonly split = LEVELS.map(() => new Set<SpaPage>());
  private readonly heads = new Map<SpaPage, SpaPage>();
  private readonly orders = new Map<SpaPage, number>();

  constructor(readonly config: WrapperConfig) {
    this.whole = config.directMap === 'none' ? -1 : LG[config.directMap];
  }

  hasStructPage(page: SpaPage): boolean {
    for (const { spa, pages } of this.config.ram) if (page >= spa && page - spa < pages) return true;
    return false;
  }

  /** 1 for 4K, 2 for 2M, 3 for 1G; 0: not mapped. */
  directLevel(page: SpaPage): number {
    if (this.whole < 0 || !this.hasStructPage(page)) return 0;
    let at = LEVELS.indexOf(this.whole as (typeof LEVELS)[number]);
    while (at > 0 && this.split[at]!.has(leafOf(page, LEVELS[at]!))) at--;
    return at + 1;
  }

  /** From now on the page has a 4K leaf of its own. */
  splitFor(page: SpaPage): void {
    LEVELS.forEach((lg, at) => this.split[at]!.add(leafOf(page, lg)));
  }

  makeCompound(head: SpaPage, order: number): void {
    this.orders.set(head, order);
    for (let page = head; page < head + 2 ** order; page++) this.heads.set(page, head);
  }

  /** First page of the compound page that `page` is of, itself where it is of none; and how many pages it has. */
  headOf(page: SpaPage): SpaPage {
    return this.heads.get(page) ?? page;
  }
  pagesOf(head: SpaPage): number {
    return 2 ** (this.orders.get(head) ?? 0);
  }
}

const leafOf = (page: SpaPage, lg: number): SpaPage => page - (page % 2 ** lg);
