import type { ByteOffset, IovaPage, Log2Size, OaPage, Op, PageCount, Segment } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';

// One literal with all fields in one order, so that every op has the same hidden class.
const make = (
  kind: OpKind,
  domain: number,
  iova: IovaPage,
  iovaOffset: ByteOffset,
  oa: OaPage,
  oaOffset: ByteOffset,
  len: PageCount,
  lenOffset: ByteOffset,
  prot: number,
  flags: number,
  pageLg: Log2Size,
  segments: readonly Segment[] | null,
): Op => ({ kind, domain, iova, iovaOffset, oa, oaOffset, len, lenOffset, prot, flags, pageLg, segments });

/** A map of whole pages. */
export const mapOp = (
  kind: OpKind,
  domain: number,
  iova: IovaPage,
  oa: OaPage,
  len: PageCount,
  prot: number,
  pageLg: Log2Size,
): Op => make(kind, domain, iova, 0, oa, 0, len, 0, prot, 0, pageLg, null);

/** An op on a range of whole pages that needs no more than it: unmap, iommuUnmap. */
export const rangeOp = (kind: OpKind, domain: number, iova: IovaPage, len: PageCount, pageLg: Log2Size): Op =>
  make(kind, domain, iova, 0, 0, 0, len, 0, 0, 0, pageLg, null);

/** iovaToPhys or setDirty of one address. */
export const addressOp = (kind: OpKind, domain: number, iova: IovaPage, iovaOffset: ByteOffset): Op =>
  make(kind, domain, iova, iovaOffset, 0, 0, 0, 0, 0, 0, 0, null);

export const dirtyOp = (
  domain: number,
  iova: IovaPage,
  iovaOffset: ByteOffset,
  len: PageCount,
  lenOffset: ByteOffset,
  flags: number,
): Op => make(OpKind.readAndClearDirty, domain, iova, iovaOffset, 0, 0, len, lenOffset, 0, flags, 0, null);

export const sgOp = (domain: number, iova: IovaPage, segments: readonly Segment[], prot: number): Op =>
  make(OpKind.iommuMapSg, domain, iova, 0, 0, 0, 0, 0, prot, 0, 0, segments);

export const syncOp = (domain: number): Op => make(OpKind.sync, domain, 0, 0, 0, 0, 0, 0, 0, 0, 0, null);

export const budgetOp = (domain: number, tables: number): Op =>
  make(OpKind.budget, domain, 0, 0, 0, 0, tables, 0, 0, 0, 0, null);

/** An op with every field as given: for arguments that no well-meaning caller would send. */
export const anyOp = make;
