import type { ByteOffset, IovaPage, OaPage, Op, PageCount } from '../../../../model/vocabulary';
import type { Domain } from '../domain';
import type { Gather } from '../gather';
import type { Errno } from './map';

/** The core's wrappers (3.11). */
export interface CoreParts {
  readonly coreMap: (d: Domain, flags: number) => Errno;
  /** Without sync_map: checks, map of `d.request`, roll-back. */
  readonly coreMapNosync: (d: Domain, flags: number) => Errno;
  /** May this call reach the op? Warns if not. */
  readonly coreAccepts: (d: Domain, flags: number) => boolean;
  /** `d.mapped` pages from the start of `d.request` go again. */
  readonly coreRollback: (d: Domain) => void;
  /** sync_map of the range after success, and what follows if it fails. */
  readonly coreSyncMap: (
    d: Domain,
    iova: IovaPage,
    iovaOffset: ByteOffset,
    len: PageCount,
    lenOffset: ByteOffset,
    flags: number,
  ) => Errno;
  /** iommu_unmap: own gather, synced. Pages removed. */
  readonly coreUnmap: (
    d: Domain,
    iova: IovaPage,
    iovaOffset: ByteOffset,
    len: PageCount,
    lenOffset: ByteOffset,
  ) => PageCount;
  /** iommu_map_sg. On success `d.mapped` is all of it; on failure 0. */
  readonly coreMapSg: (d: Domain, op: Op) => Errno;
  /** iommu_iova_to_phys: the page, or −1. */
  readonly coreIovaToPhys: (d: Domain, page: IovaPage) => OaPage;
  /** Classic core: checks and the loop over split runs. */
  readonly classicMap: (d: Domain) => Errno;
  readonly classicUnmap: (d: Domain, gather: Gather) => PageCount;
  /** Size of the next run (−1 none); its pages in `d.runPages`. */
  readonly classicSplit: (d: Domain, iova: IovaPage, oa: OaPage, pages: PageCount) => number;
}
