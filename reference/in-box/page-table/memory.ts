import type { OaPage } from '../../../model/vocabulary';
import { Status } from '../../../model/vocabulary/outcome';
import { Trap } from './trap';

/** Words of a table page: 512 items of two halves. */
const PAGE_WORDS = 1024;

/**
 * Simulated physical memory: 4 KiB pages addressed by page number, each 512 raw 64-bit items as (lo, hi) halves.
 * Page numbers start at `base`, stay small, and never contain the C-bit (page-tables.md 0.4), so that a number is also
 * the page's place in one flat array. Pages are recycled with what they last held: zeroing is the allocator's part.
 */
export class Memory {
  words: Uint32Array;
  /**
   * What a replaced part may remember between ops, of one domain or of all; empty at the start of a trace. The standard
   * parts remember nothing here.
   */
  readonly notes = new Map<string, number>();
  /** For each page: 0 free, else 1 + the domain that owns it. */
  private owners: Uint8Array;
  private readonly recycled: OaPage[] = [];
  private next = 0;
  private cBit = 0;

  /** `pages`: for how many there is room at first; it grows with what is taken. */
  constructor(
    private readonly base: OaPage = 1,
    pages = 64,
  ) {
    this.words = new Uint32Array(pages * PAGE_WORDS);
    this.owners = new Uint8Array(pages);
  }

  /** Forgets everything. `smeBit` is the C-bit's position, or null. */
  reset(smeBit: number | null): void {
    this.owners.fill(0, 0, this.next);
    this.recycled.length = 0;
    this.notes.clear();
    this.next = 0;
    this.cBit = smeBit !== null && smeBit < 12 + 31 ? 1 << (smeBit - 12) : 0;
  }

  /** Takes a page for `owner` (a domain's index), with whatever it held before. */
  take(owner: number): OaPage {
    const slot = this.recycled.length > 0 ? this.recycled.pop()! : this.fresh();
    this.owners[slot] = owner + 1;
    return slot + this.base;
  }

  /** Gives a page back. False if it is not allocated. */
  release(page: OaPage): boolean {
    if (!this.isAllocated(page)) return false;
    this.owners[page - this.base] = 0;
    this.recycled.push(page - this.base);
    return true;
  }

  isAllocated(page: OaPage): boolean {
    const slot = page - this.base;
    return slot >= 0 && slot < this.next && this.owners[slot] !== 0;
  }

  /** Is there memory at `page`, allocated or not? */
  holds(page: OaPage): boolean {
    const slot = page - this.base;
    return slot >= 0 && slot < this.next;
  }

  /** Word index of item `index` of the table in `page`. Traps where there is no memory. */
  at(page: OaPage, index: number): number {
    if (!this.holds(page)) throw new Trap(Status.fault, `no memory at page 0x${page.toString(16)}`);
    return (page - this.base) * PAGE_WORDS + index * 2;
  }

  zero(page: OaPage): void {
    const at = this.at(page, 0);
    this.words.fill(0, at, at + PAGE_WORDS);
  }

  private fresh(): number {
    if (((this.next + this.base) & this.cBit) !== 0) this.next += this.cBit;
    const slot = this.next++;
    if (slot >= this.owners.length) this.grow(slot + 1);
    return slot;
  }

  private grow(atLeast: number): void {
    const pages = Math.max(atLeast, this.owners.length * 2);
    const words = new Uint32Array(pages * PAGE_WORDS);
    words.set(this.words);
    this.words = words;
    const owners = new Uint8Array(pages);
    owners.set(this.owners);
    this.owners = owners;
  }
}
