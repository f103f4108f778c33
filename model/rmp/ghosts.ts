import { REGION_PAGES, type GhostTag, type SpaPage } from '../vocabulary/rmp/entry';
import { baseOf } from './entry';
import { storedAt, type Region } from './region';

interface Write {
  readonly writer: string;
  readonly epoch: number;
}

/** Of a page that nobody wrote, and that never changed hands. */
const UNTOUCHED: GhostTag = { epoch: 0, writer: '', writtenIn: 0 };

/** (assigned, asid) of the page at `index` differs. */
function hasOtherOwner(before: Region, after: Region, index: number): boolean {
  const was = storedAt(before, index);
  const is = storedAt(after, index);
  return was.assigned !== is.assigned || was.asid !== is.asid;
}

/** Stands for the contents of pages: who wrote last, and in which epoch of the page. rmp.md 7. */
export class Ghosts {
  /** The epoch of a page is the sum of both: so that a change of 512 owners is one addition. */
  private readonly regionEpochs = new Map<SpaPage, number>();
  private readonly pageEpochs = new Map<SpaPage, number>();
  private readonly writes = new Map<SpaPage, Write>();

  private epoch(page: SpaPage): number {
    return (this.regionEpochs.get(baseOf(page)) ?? 0) + (this.pageEpochs.get(page) ?? 0);
  }

  tag(page: SpaPage): GhostTag {
    const write = this.writes.get(page);
    const epoch = this.epoch(page);
    if (write === undefined) return epoch === 0 ? UNTOUCHED : { epoch, writer: '', writtenIn: 0 };
    return { epoch, writer: write.writer, writtenIn: write.epoch };
  }

  /** A write to `page` has passed. */
  written(page: SpaPage, writer: string): void {
    this.writes.set(page, { writer, epoch: this.epoch(page) });
  }

  /** (assigned, asid) of `page` has changed. */
  changed(page: SpaPage): void {
    this.pageEpochs.set(page, (this.pageEpochs.get(page) ?? 0) + 1);
  }

  /** The region of `base` was `before`, and is `after`: counts for the pages whose (assigned, asid) differ. */
  replaced(base: SpaPage, before: Region, after: Region): void {
    const pages = before.large && after.large ? 1 : REGION_PAGES;
    let changes = 0;
    for (let index = 0; index < pages; index++) if (hasOtherOwner(before, after, index)) changes++;
    if (changes === 0) return;
    const most = changes > pages / 2;
    if (most) this.regionEpochs.set(base, (this.regionEpochs.get(base) ?? 0) + 1);
    if (changes === pages) return;
    for (let index = 0; index < pages; index++) {
      if (hasOtherOwner(before, after, index) === most) continue;
      this.pageEpochs.set(base + index, (this.pageEpochs.get(base + index) ?? 0) + (most ? -1 : 1));
    }
  }
}
