import type { PictureLeaf } from '../../model/vocabulary/picture';
import { trailingZeros } from '../../model/vocabulary/units';

/** Bytes that lead to bytes, as a picture counts them: so many leaves of the largest size that divides them. */
export type PictureRun = Pick<PictureLeaf, 'first' | 'target' | 'lg' | 'count'>;

/** `bytes` from `base` on lead to `target`: all in bytes, whole pages of 4K. */
export function runOf(base: number | bigint, target: number | bigint, bytes: number | bigint): PictureRun {
  const pages = Number(BigInt(bytes) >> 12n);
  const zeros = trailingZeros(pages);
  return {
    first: Number(BigInt(base) >> 12n),
    target: Number(BigInt(target) >> 12n),
    lg: 12 + zeros,
    count: pages / 2 ** zeros,
  };
}

/** Where an address leads. */
export interface PictureIopte {
  readonly paddr: bigint;
  readonly prot: number;
}

/** Bytes in a row that lead to bytes in a row, with the same rights. */
export interface PicturePiece extends PictureIopte {
  readonly base: bigint;
  readonly bytes: bigint;
}

/** Pieces that are looked for at most in one span: what is torn to shreds is not drawn whole. */
const MOST_PIECES = 64;

/**
 * A mapped span as pieces, found by looking at its ends, and at those of its halves where these do not belong together:
 * a span may have millions of pages. `page`: bytes of a page.
 */
export function piecesOf(
  span: { readonly base: bigint; readonly bytes: bigint },
  page: bigint,
  leafAt: (address: bigint) => PictureIopte | null,
): readonly PicturePiece[] {
  const pieces: PicturePiece[] = [];
  const visit = (base: bigint, bytes: bigint): void => {
    if (bytes <= 0n || pieces.length >= MOST_PIECES) return;
    const [first, last] = [leafAt(base), leafAt(base + bytes - page)];
    const isWhole = first !== null && last?.prot === first.prot && last.paddr - first.paddr === bytes - page;
    if (isWhole) return append(pieces, { base, bytes, paddr: first.paddr, prot: first.prot });
    if (bytes <= page) return;
    const half = (bytes / page / 2n) * page;
    visit(base, half);
    visit(base + half, bytes - half);
  };
  visit(span.base, span.bytes);
  return pieces;
}

/** A piece that continues the last one is part of it. */
function append(pieces: PicturePiece[], piece: PicturePiece): void {
  const last = pieces.at(-1);
  const isNext =
    last !== undefined &&
    last.base + last.bytes === piece.base &&
    last.paddr + last.bytes === piece.paddr &&
    last.prot === piece.prot;
  if (isNext) pieces[pieces.length - 1] = { ...last, bytes: last.bytes + piece.bytes };
  else pieces.push(piece);
}
