import type { ByteIova, IommuIndex, ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { IommuView, ViommuView } from '../../../model/vocabulary/viommu/view';
import type { Draw } from '../../engine/draw';
import type { Theme } from './themes';

/** Draws one op. */
export type Move = (c: CaseContext) => ViommuOp;

/** A case under way: the model's state in sight. */
export class CaseContext {
  view!: ViommuView;
  /** Where the IOMMU itself went: it goes there again, to meet what it cached. */
  readonly visited: ByteIova[] = [];

  constructor(
    readonly draw: Draw,
    readonly config: ViommuConfig,
    readonly theme: Theme,
  ) {}

  /** Any IOMMU. */
  iommu(): IommuIndex {
    return this.draw.int(this.config.iommus.length);
  }

  /** An IOMMU that `keep` lets through, if there is one. */
  iommuThat(keep: (iommu: IommuView) => boolean): IommuIndex | null {
    const kept = this.config.iommus.map((_, i) => i).filter((i) => keep(this.view.iommu(i)));
    return kept.length === 0 ? null : this.draw.pick(kept);
  }
}
