/** The IOMMU core, as far as both contracts share it: page-tables.md 3.11. */
import type { ByteOffset, IovaPage, Op, PageCount } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { OpFlag } from '../../vocabulary/op';
import { EventKind } from '../../vocabulary/outcome';
import { ALL_PAGES } from '../../vocabulary/units';
import type { Domain } from '../domain';
import type { MapRequest } from '../generic-pt/map';
import type { UnmapRequest } from '../generic-pt/unmap';
import { lastOffset, lastPage, lengthOf } from '../range';
import { runsOf } from './segments';

/** What a contract's core is made of. */
export interface Core {
  /** `iommu_map` without the sync; on failure everything is rolled back. */
  mapNosync(domain: Domain, request: MapRequest, flags: number): number;
  /** `iommu_unmap` with a gather of its own, which it syncs. Returns the pages removed. */
  unmap(domain: Domain, request: UnmapRequest): PageCount;
  /** The check that the core makes of gfp before `iommu_map_sg` looks at any segment; 0 or −EINVAL. */
  checkSg(domain: Domain, flags: number): number;
}

/** `iommu_map`. */
export function iommuMap(core: Core, domain: Domain, op: Op): number {
  if (isNoop(domain, op)) return 0;
  const ret = core.mapNosync(domain, op, op.flags);
  if (ret !== 0) return ret;
  if (syncMap(domain, op.flags, op.iova, op.iovaOffset, op.len, op.lenOffset)) return 0;
  core.unmap(domain, op);
  domain.change.undone = true;
  return Errno.ENOMEM;
}

/** `iommu_map_sg`; `change.value` is what it mapped. */
export function iommuMapSg(core: Core, domain: Domain, op: Op): number {
  const checked = core.checkSg(domain, op.flags);
  if (checked !== 0) return checked;
  const { iova, iovaOffset } = op;
  let len = 0;
  let lenOffset = 0;
  let ret = 0;
  for (const run of runsOf(op)) {
    ret = core.mapNosync(domain, run, op.flags);
    if (ret !== 0) break;
    const bytes = lenOffset + run.lenOffset;
    len += run.len + (bytes >> 12);
    lenOffset = bytes & 0xfff;
  }
  if (ret === 0 && !syncMap(domain, op.flags, iova, iovaOffset, len, lenOffset)) ret = Errno.ENOMEM;
  if (ret !== 0) {
    core.unmap(domain, { iova, iovaOffset, len, lenOffset });
    domain.change.undone = true;
    return ret;
  }
  const { pages, offset } = lengthOf(op);
  domain.change.value = pages;
  domain.change.valueOffset = offset;
  return 0;
}

/** The driver's `iotlb_sync_map`; false: it failed. It flushes under NpCache only (6.1). */
function syncMap(
  domain: Domain,
  flags: number,
  iova: IovaPage,
  iovaOffset: ByteOffset,
  len: PageCount,
  lenOffset: ByteOffset,
): boolean {
  // Other domains than paging ones have no such op.
  if (!domain.paging) return true;
  if ((flags & OpFlag.syncMapFails) !== 0) return false;
  if (!domain.noGaps || (len === 0 && lenOffset === 0)) return true;
  const end = lastPage(iova, iovaOffset, len, lenOffset);
  domain.flush(EventKind.syncMap, iova, iovaOffset, end % ALL_PAGES, lastOffset(iovaOffset, lenOffset));
  return true;
}

/** AMB-LEN0: a map of length 0 is a success with nothing done. Only what the core refuses anyway goes before. */
function isNoop(domain: Domain, op: Op): boolean {
  if (op.len !== 0 || op.lenOffset !== 0 || domain.config.contract !== 'generic-pt') return false;
  if (domain.config.assumptions['AMB-LEN0'] !== 'noop') return false;
  return domain.paging && domain.sizes.all.length > 0 && (op.flags & OpFlag.badGfp) === 0;
}

/** `iommu_iova_to_phys` of a byte: identity, nothing, or what the tables say. */
export function iovaToPhys(domain: Domain, page: IovaPage): number {
  if (!domain.paging) return domain.config.domainType === 'identity' ? page : -1;
  return domain.translate(page);
}
