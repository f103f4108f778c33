import type { Op } from '../../../model/vocabulary';
import { OpKind, UNLIMITED_BUDGET } from '../../../model/vocabulary/op';
import { MAPPED_SEED } from '../../../model/vocabulary/outcome';
import type { Domain } from './domain';

/** The op does not exist in the configured contract: a fault of whoever drew the trace, not of the implementation. */
export class UnsupportedOp extends Error {}

/** Runs one op; `d.ret`, `d.value` and `d.valueOffset` hold the result (docs/protocol.md, "The record of an op"). */
export function execute(d: Domain, op: Op): void {
  const { parts } = d;
  switch (op.kind) {
    case OpKind.map:
    case OpKind.mapPages:
      return map(d, op);
    case OpKind.unmap:
      d.value = unmap(d, op);
      return;
    case OpKind.iovaToPhys: {
      const page = parts.coreIovaToPhys(d, op.iova);
      d.value = page < 0 ? 0 : page;
      d.valueOffset = page < 0 ? 0 : op.iovaOffset;
      return;
    }
    case OpKind.setDirty:
      d.ret = parts.setDirty(d, op.iova);
      return;
    case OpKind.readAndClearDirty:
      d.walk.setRange(op.iova, op.iovaOffset, op.len, op.lenOffset);
      d.ret = isGenericPt(d)
        ? parts.readAndClearDirty(d, op.flags, d.gather)
        : parts.oldReadAndClearDirty(d, op.flags, d.gather);
      return;
    case OpKind.iommuMap:
      d.request.setRange(op.iova, op.iovaOffset, op.len, op.lenOffset);
      d.request.setOutput(op.oa, op.oaOffset, op.prot);
      d.ret = parts.coreMap(d, op.flags);
      return;
    case OpKind.iommuUnmap:
      d.value = parts.coreUnmap(d, op.iova, op.iovaOffset, op.len, op.lenOffset);
      return;
    case OpKind.iommuMapSg:
      d.ret = parts.coreMapSg(d, op);
      d.value = d.mapped;
      return;
    case OpKind.sync:
      if (d.gather.queued) parts.flushQueue(d, d.gather);
      else parts.gatherSync(d, d.gather);
      return;
    case OpKind.budget:
      d.budget = op.len === UNLIMITED_BUDGET ? Infinity : op.len;
  }
}

const isGenericPt = (d: Domain): boolean => d.config.contract === 'generic-pt';

function map(d: Domain, op: Op): void {
  d.mapped = MAPPED_SEED;
  d.value = MAPPED_SEED;
  d.request.setOutput(op.oa, op.oaOffset, op.prot);
  if (isGenericPt(d)) {
    d.request.setRange(op.iova, op.iovaOffset, op.len, op.lenOffset);
    d.ret = d.parts.mapRange(d);
  } else {
    checkPageSize(d, op);
    d.request.setRange(op.iova, op.iovaOffset, wholePages(op), 0);
    d.ret = d.parts.oldMapPages(d, op.pageLg);
  }
  d.value = d.mapped;
}

function unmap(d: Domain, op: Op): number {
  if (isGenericPt(d)) {
    d.walk.setRange(op.iova, op.iovaOffset, op.len, op.lenOffset);
    return d.parts.unmapRange(d, d.gather);
  }
  checkPageSize(d, op);
  d.walk.setRange(op.iova, op.iovaOffset, wholePages(op), 0);
  return d.parts.oldUnmapPages(d, op.pageLg, d.gather);
}

/** pgsize·pgcount in 4 KiB pages. */
const wholePages = (op: Op): number => {
  const pages = 2 ** (op.pageLg - 12);
  return Math.floor(op.len / pages) * pages;
};

/** v2 refuses other sizes itself; v1 has no check, and below 4 KiB no meaning. */
function checkPageSize(d: Domain, op: Op): void {
  const isMapRange = op.kind === OpKind.map;
  if (isMapRange || (d.isV1 && (op.pageLg < 12 || op.pageLg > 63))) {
    throw new UnsupportedOp(`io-pgtable has no ${isMapRange ? 'map_range' : `page size 2^${op.pageLg}`}`);
  }
}
