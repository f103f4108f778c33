import type { Frame, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { DomainConfig } from '../../../../model/vocabulary/vfio-type1/config';
import type { DomainIndex } from '../../../../model/vocabulary/vfio-type1/op';
import type { IopteSpan } from '../../../../model/vocabulary/vfio-type1/view';
import { Errno } from '../../../../model/vocabulary/errno';
import type { Domain as Tables } from '../../page-table';
import { bytesOf, pagesOf } from '../page';
import { leafAt, leafSpans, type Translation } from './leaves';
import type { TableFactory } from './tables';

/** A domain of the IOMMU: the calls of the IOMMU core, on tables of the AMD v1 format. */
export class IommuDomain {
  private readonly tables: Tables;
  private spansNow: readonly IopteSpan[] | null = null;

  constructor(
    readonly index: DomainIndex,
    readonly config: DomainConfig,
    private readonly factory: TableFactory,
  ) {
    this.tables = factory.make(index);
  }

  /** iommu_map: 0 or an errno. */
  map(iova: bigint, frame: Frame, frames: Pages, prot: number): number {
    const smallest = this.config.pageSizes & -this.config.pageSizes;
    if (((iova | bytesOf(frame) | bytesOf(frames)) & (smallest - 1n)) !== 0n) return Errno.EINVAL;
    this.begin();
    this.tables.request.setRange(pagesOf(iova), 0, frames, 0);
    this.tables.request.setOutput(frame, 0, prot);
    return this.tables.parts.coreMap(this.tables, 0);
  }

  /** iommu_unmap. */
  unmap(iova: bigint, bytes: bigint): void {
    this.begin();
    this.tables.parts.coreUnmap(this.tables, pagesOf(iova), 0, pagesOf(bytes), 0);
  }

  /** iommu_unmap_fast: the IOTLB may hold what was there, until `sync`. */
  unmapFast(iova: bigint, bytes: bigint): void {
    this.begin();
    this.tables.walk.setRange(pagesOf(iova), 0, pagesOf(bytes), 0);
    this.tables.parts.unmapRange(this.tables, this.tables.gather);
  }

  /** iommu_iotlb_sync. */
  sync(): void {
    this.tables.parts.gatherSync(this.tables, this.tables.gather);
  }

  /** iommu_iova_to_phys; null: nowhere. */
  translate(iova: bigint): Translation | null {
    return leafAt(this.tables, pagesOf(iova));
  }

  /** Its IOPTEs, lowest first. */
  get spans(): readonly IopteSpan[] {
    return (this.spansNow ??= leafSpans(this.tables));
  }

  free(): void {
    this.factory.free(this.tables);
  }

  private begin(): void {
    this.spansNow = null;
    this.tables.beginOp();
  }
}
