import { SLOT_BYTES, type BouncePool } from '../../../../model/vocabulary/dma-api/config';

/** A buffer that bounces: where its bytes are in the pool, and its slots. */
export interface Bounce {
  readonly pool: Pool;
  /** Of its first byte, a CPU address. */
  readonly paddr: bigint;
  readonly bytes: bigint;
  readonly slot: number;
  readonly slots: number;
}

/** A bounce pool: slots that are taken and given back in runs. */
export class Pool {
  private readonly busy: boolean[];
  private bounces: Bounce[] = [];

  constructor(
    readonly index: number,
    readonly config: BouncePool,
  ) {
    this.busy = Array.from({ length: config.slots }, () => false);
  }

  /**
   * Takes the lowest free slots in a row that hold `bytes` from `offset` on. They begin at a multiple of `unit` slots and
   * are such a multiple in number. Null: there are none.
   */
  take(bytes: bigint, offset: bigint, unit: number): Bounce | null {
    const needed = Number((offset + bytes + SLOT_BYTES - 1n) / SLOT_BYTES);
    const slots = Math.ceil(needed / unit) * unit;
    for (let slot = 0; slot + slots <= this.busy.length; slot += unit) {
      if (this.busy.slice(slot, slot + slots).includes(true)) continue;
      this.busy.fill(true, slot, slot + slots);
      const paddr = this.config.base + BigInt(slot) * SLOT_BYTES + offset;
      const bounce = { pool: this, paddr, bytes, slot, slots };
      this.bounces.push(bounce);
      return bounce;
    }
    return null;
  }

  /** The bounce whose bytes `paddr` is one of. */
  find(paddr: bigint): Bounce | null {
    return this.bounces.find((each) => paddr >= each.paddr && paddr < each.paddr + each.bytes) ?? null;
  }

  release(bounce: Bounce): void {
    this.busy.fill(false, bounce.slot, bounce.slot + bounce.slots);
    this.bounces = this.bounces.filter((each) => each !== bounce);
  }

  usedSlots(): readonly number[] {
    return this.busy.flatMap((isBusy, slot) => (isBusy ? [slot] : []));
  }
}
