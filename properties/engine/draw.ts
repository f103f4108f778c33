import seedrandom from 'seedrandom';

/** Items with weights, spread over slots so that a draw is one array access. Made once, at load time. */
export class Weights<T> {
  readonly slots: readonly T[];

  /** `entries`: pairs of a whole-number weight and an item; items of weight 0 are never drawn. */
  constructor(readonly entries: readonly (readonly [weight: number, item: T])[]) {
    this.slots = entries.flatMap(([weight, item]) => Array.from({ length: weight }, () => item));
  }

  /** The same weights over the items that `keep` lets through. */
  filter(keep: (item: T) => boolean): Weights<T> {
    return new Weights(this.entries.filter(([, item]) => keep(item)));
  }
}

/** Where a generator takes its choices from: a stream of numbers in [0, 1), be it ours or fast-check's. */
export interface Draw {
  /** A whole number in 0 … n − 1; n at most 2^52. */
  int(n: number): number;
  /** True in `percent` of 100 draws. */
  chance(percent: number): boolean;
  /** One of the items, each as likely as the other. */
  pick<T>(items: readonly T[]): T;
  /** One of the items, as likely as its weight says. */
  weighted<T>(table: Weights<T>): T;
}

/** Draws from a function that returns numbers in [0, 1) with 32 bits of resolution or more. */
export class StreamDraw implements Draw {
  constructor(private readonly next: () => number) {}

  int(n: number): number {
    if (n <= 0x1_0000_0000) return Math.floor(this.next() * n);
    const high = Math.floor(this.next() * 0x20_0000);
    const low = Math.floor(this.next() * 0x1_0000_0000);
    return Math.floor(((high * 0x1_0000_0000 + low) / 2 ** 53) * n);
  }

  chance(percent: number): boolean {
    return this.next() * 100 < percent;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }

  weighted<T>(table: Weights<T>): T {
    const slots = table.slots;
    return slots[Math.floor(this.next() * slots.length)]!;
  }
}

/**
 * The draws of one case: a function of `seed` and `caseNumber` alone, so that a case replays whatever ran before it and
 * on however many workers (design.md, load-bearing wall 3).
 */
export const seededDraw = (seed: string, caseNumber: number): Draw =>
  new StreamDraw(seedrandom.alea(`${seed}/${caseNumber}`));
