import type { ByteIova, Subregion } from '../../../../model/vocabulary/viommu/config';
import type { InBoxViommu } from '../in-box';
import type { Iommu } from '../objects/iommu';

/** From nothing to four sub-regions. dma-mmio.md 8.2, 8.4. Numbers are 0 or an errno. */
export interface InitParts {
  readonly init: (d: InBoxViommu, iommu: Iommu) => number;
  /** What init returns where it has nothing to do; null: it goes on. */
  readonly answerEarly: (d: InBoxViommu, iommu: Iommu) => number | null;
  readonly regions: readonly Subregion[];
  readonly iovaOf: (region: Subregion) => ByteIova;
  /** Allocates, makes uncached, maps. */
  readonly buildRegion: (d: InBoxViommu, iommu: Iommu, region: Subregion) => number;
  /** After the steps of `failed` did not succeed. */
  readonly undoInit: (d: InBoxViommu, iommu: Iommu, failed: Subregion) => void;
  /** What init returns for the errno of a step. */
  readonly initErrno: (errno: number) => number;
}
