import type { IoTable } from '../../../model/vocabulary/device-access/config';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';

/** The pages of one IO table, taken one after the other and never given back. Page 0 is the root. */
export class TablePages {
  used = 1;

  constructor(readonly table: IoTable) {}

  get root(): SpaPage {
    return this.table.spa;
  }

  /** Can `count` more pages be taken? */
  has(count: number): boolean {
    return this.used + count <= this.table.pages;
  }

  /** Takes the next page: what entries call it. */
  take(): number {
    return this.table.address + this.used++;
  }

  /** System page of the page that entries call `name`; −1 where it is not one of this table. */
  systemPage(name: number): SpaPage {
    const index = name - this.table.address;
    return index >= 0 && index < this.used ? this.table.spa + index : -1;
  }
}
