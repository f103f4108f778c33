/** MAX_SEG: the most whole pages that a 32-bit length can say. dma-mmio.md 0.4. */
export function maxSegment(pageLg: number): bigint {
  const page = BigInt(2 ** pageLg);
  return (((1n << 32n) - 1n) / page) * page;
}

export interface Entry {
  readonly address: bigint;
  readonly bytes: bigint;
}

/** Consecutive entries of at most MAX_SEG for `bytes` from `address` on: `emit` of dma-mmio.md 2.1. */
export function split(address: bigint, bytes: bigint, pageLg: number): readonly Entry[] {
  const most = maxSegment(pageLg);
  const entries: Entry[] = [];
  for (let done = 0n; done < bytes; done += most)
    entries.push({ address: address + done, bytes: bytes - done < most ? bytes - done : most });
  return entries;
}
