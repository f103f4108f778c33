import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, Sdte } from '../../../model/vocabulary/device-access/op';
import type { IotlbEntry } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { pagesOf } from '../../../model/vocabulary/units';
import type { Draw } from '../../engine/draw';
import type { DteForm } from './entries';
import { plainDte, plainSdte } from './entries';
import {
  FAR_BAR,
  FIRST_REGION,
  HOLE,
  IOMMU_PAGES,
  PRIVATE_BAR_2M,
  PRIVATE_BAR_4K,
  REGIONS,
  SMALL_BAR,
  SMALL_BAR_PAGES,
} from './layout';

/** A leaf that an op of this case mapped. */
export interface MappedLeaf {
  readonly table: number;
  readonly iova: number;
  readonly oa: number;
  readonly lg: number;
}

/** Leaves and pages remembered; the oldest are forgotten. Enough for every op to find one. */
const REMEMBERED = 24;

/** Interesting places in a 2M region: its ends, and where halves begin. */
const PLACES = [0, 1, 2, 255, 256, 511];

/** A case while it is drawn: what its ops have built, and the model's state. */
export class World {
  /** Ops to come next, first first. */
  readonly queue: DeviceAccessOp[] = [];
  readonly leaves: MappedLeaf[] = [];
  /** System pages whose owner or size changed lately. */
  readonly converted: number[] = [];
  /** Tables with words that no writer wrote: what the writers of tables make of such is nobody's promise. */
  readonly poked = new Set<number>();
  readonly forms: DteForm[];
  readonly sdtes: (Sdte | null)[];
  view!: DeviceAccessView;

  constructor(
    readonly draw: Draw,
    readonly config: DeviceAccessConfig,
    /** How much of the case is about MMIO, in percent. */
    readonly mmioShare: number,
    /** How much of it is about trusted requests, in percent. */
    readonly trustedShare: number,
  ) {
    this.forms = Array.from({ length: config.devices }, () => plainDte(config.tables));
    this.sdtes = Array.from({ length: config.devices }, () => plainSdte(config.tables));
  }

  /** A system page worth mapping, converting or reaching. */
  page(): number {
    const { draw } = this;
    if (draw.chance(this.mmioShare)) return this.mmioPage();
    if (this.converted.length > 0 && draw.chance(35)) return draw.pick(this.converted);
    const base = FIRST_REGION + draw.int(REGIONS) * REGION_PAGES;
    return base + (draw.chance(60) ? draw.pick(PLACES) : draw.int(REGION_PAGES));
  }

  private mmioPage(): number {
    const { draw } = this;
    switch (draw.int(8)) {
      case 0:
        return HOLE + draw.int(4);
      case 1:
        // RAM that ends where MMIO begins.
        return HOLE - 1 - draw.int(4);
      case 2:
        return PRIVATE_BAR_2M + draw.pick(PLACES);
      case 3:
        return PRIVATE_BAR_4K + draw.int(10);
      case 4:
        return FAR_BAR + draw.int(REGION_PAGES);
      case 5:
        return draw.pick(IOMMU_PAGES);
      case 6:
        return SMALL_BAR - 2 + draw.int(SMALL_BAR_PAGES + 4);
      default:
        return HOLE + 2048 + draw.int(REGION_PAGES);
    }
  }

  /** First page of the 2M region of a page worth converting. */
  region(): number {
    return Math.floor(this.page() / REGION_PAGES) * REGION_PAGES;
  }

  remember(leaf: MappedLeaf): void {
    const end = leaf.iova + pagesOf(leaf.lg);
    for (let i = this.leaves.length - 1; i >= 0; i--) {
      const old = this.leaves[i]!;
      const overlaps = old.table === leaf.table && old.iova < end && leaf.iova < old.iova + pagesOf(old.lg);
      if (overlaps) this.leaves.splice(i, 1);
    }
    this.leaves.push(leaf);
    if (this.leaves.length > REMEMBERED) this.leaves.shift();
  }

  forget(leaf: MappedLeaf): void {
    const at = this.leaves.indexOf(leaf);
    if (at >= 0) this.leaves.splice(at, 1);
  }

  noteConverted(page: number): void {
    this.converted.push(page);
    if (this.converted.length > REMEMBERED) this.converted.shift();
  }

  /** A leaf of the table, lately mapped ones more often; null where there is none. */
  leafOf(table: number): MappedLeaf | null {
    const candidates = this.leaves.filter((leaf) => leaf.table === table);
    if (candidates.length === 0) return null;
    return this.draw.chance(40) ? candidates[candidates.length - 1]! : this.draw.pick(candidates);
  }

  /** A cached translation of the model, or null. */
  cached(): IotlbEntry | null {
    const entries = this.view.iotlb();
    return entries.length === 0 ? null : this.draw.pick(entries);
  }

  /** An input page of a leaf: one that leads to an interesting page, one of its ends, or any. */
  pageIn(leaf: MappedLeaf, outputOffset: number): number {
    const { draw } = this;
    const pages = pagesOf(leaf.lg);
    for (let attempt = 0; attempt < 3 && draw.chance(75); attempt++) {
      const page = this.page() + outputOffset;
      if (page >= leaf.oa && page < leaf.oa + pages) return leaf.iova + page - leaf.oa;
    }
    if (draw.chance(40)) return leaf.iova + (draw.chance(50) ? 0 : pages - 1);
    return leaf.iova + draw.int(pages);
  }
}
