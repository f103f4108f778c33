/** A part of a link that is mapped by one iommu_map. */
export interface Piece {
  readonly iova: bigint;
  readonly phys: bigint;
  readonly bytes: bigint;
  readonly bounces: boolean;
}

/**
 * A link that bounces: the part of a granule at its head and at its tail, and the whole granules between. dma-mmio.md
 * 4.4.
 */
export function piecesOf({ iova, phys, bytes }: Piece, granule: bigint): readonly Piece[] {
  const head = (granule - (phys % granule)) % granule;
  if (head >= bytes) return [{ iova, phys, bytes, bounces: true }];
  const tail = (phys + bytes) % granule;
  const middle = bytes - head - tail;
  return [
    { iova, phys, bytes: head, bounces: true },
    { iova: iova + head, phys: phys + head, bytes: middle, bounces: false },
    { iova: iova + head + middle, phys: phys + head + middle, bytes: tail, bounces: true },
  ].filter((piece) => piece.bytes > 0n);
}
