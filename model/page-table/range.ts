/** Byte-granular arithmetic on page + offset: ends of ranges, and whether they wrap. */
import type { ByteOffset, IovaPage, Op, PageCount } from '../vocabulary';
import { OpKind } from '../vocabulary/op';
import { ALL_PAGES } from '../vocabulary/units';

/**
 * Page of the last byte of `len` pages and `lenOffset` bytes (together at least 1) from `page`/`offset` on. ALL_PAGES
 * or more: the range passes 2^64.
 */
export function lastPage(page: number, offset: ByteOffset, len: PageCount, lenOffset: ByteOffset): number {
  const bytes = offset + lenOffset - 1;
  return page + len + (bytes < 0 ? -1 : bytes >> 12);
}

/** Offset of that last byte within its page. */
export const lastOffset = (offset: ByteOffset, lenOffset: ByteOffset): ByteOffset => (offset + lenOffset - 1) & 0xfff;

/** The edges of an op, at which `iova_to_phys` is observed and around which its window lies (docs/protocol.md). */
export interface Edges {
  readonly first: IovaPage;
  readonly firstOffset: ByteOffset;
  readonly last: IovaPage;
  readonly lastOffset: ByteOffset;
}

/** Total length of an op: of all segments where it has segments. Pages may pass 2^52. */
export function lengthOf(op: Op): { pages: PageCount; offset: ByteOffset } {
  if (op.segments === null) return { pages: op.len, offset: op.lenOffset };
  let pages = 0;
  let bytes = 0;
  for (const segment of op.segments) {
    pages += segment.len;
    bytes += segment.lenOffset;
  }
  return { pages: pages + (bytes >> 12), offset: bytes & 0xfff };
}

/** Writes the edges of `op` into `edges`: no length, length 0 or a wrapping range has its last byte at iova. */
export function edgesOf(op: Op, edges: { -readonly [K in keyof Edges]: Edges[K] }): void {
  edges.first = edges.last = op.iova;
  edges.firstOffset = edges.lastOffset = op.iovaOffset;
  if (op.kind === OpKind.iovaToPhys || op.kind === OpKind.setDirty) return;
  let pages = op.len;
  let offset = op.lenOffset;
  if (op.segments !== null) ({ pages, offset } = lengthOf(op));
  if (pages === 0 && offset === 0) return;
  const last = lastPage(op.iova, op.iovaOffset, pages, offset);
  if (last >= ALL_PAGES) return;
  edges.last = last;
  edges.lastOffset = lastOffset(op.iovaOffset, offset);
}
