import type { MappingView } from '../../../model/vocabulary/vfio-type1/view';

/** The container's mappings, as the results of its calls say: nothing lets a user read them back. */
export class Mappings {
  /** In IOVA order. */
  list: readonly MappingView[] = [];

  add(mapping: MappingView): void {
    this.list = [...this.list, mapping].sort((a, b) => (a.iova < b.iova ? -1 : 1));
  }

  /** Takes off whatever begins from `first` to `last`. */
  remove(first: bigint, last: bigint): void {
    this.list = this.list.filter(({ iova }) => iova < first || iova > last);
  }

  /** Changes what begins from `first` to `last`. */
  change(first: bigint, last: bigint, part: Partial<MappingView>): void {
    this.list = this.list.map((mapping) =>
      mapping.iova < first || mapping.iova > last ? mapping : { ...mapping, ...part },
    );
  }
}
