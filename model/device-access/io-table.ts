import type { IoTable } from '../vocabulary/device-access/config';
import type { SpaPage } from '../vocabulary/rmp/entry';
import type { Memory } from './memory';

/** The pages of one table tree: page k is called `address + k` in entries, and lies at system page `spa + k`. */
export class IoTablePages {
  /** Page 0, the root, is always taken. */
  private taken = 1;

  constructor(
    readonly table: IoTable,
    private readonly memory: Memory,
  ) {}

  get free(): number {
    return this.table.pages - this.taken;
  }

  /** System page of the table page that entries call `address`; −1 where it is none of this tree. */
  spaOf(address: number): SpaPage {
    const k = address - this.table.address;
    return k >= 0 && k < this.table.pages ? this.table.spa + k : -1;
  }

  /** The next page, zeroed, by the name that entries have for it. */
  take(): number {
    const k = this.taken++;
    this.memory.zero(this.table.spa + k);
    return this.table.address + k;
  }
}
