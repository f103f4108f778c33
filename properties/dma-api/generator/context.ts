import { DmaAttr, type DmaDirection } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex, DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { BarRef, DmaApiOp, LinkDirection, MapFault, Name } from '../../../model/vocabulary/dma-api/op';
import { isGuest } from '../../../model/vocabulary/dma-api/platform';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';
import { Errno } from '../../../model/vocabulary/errno';
import type { Draw } from '../../engine/draw';
import { FAULT_PERCENT, NONE_PERCENT } from './bounds';
import type { Theme } from './themes';

/** Draws one op, or null where there is nothing that it could be done to. */
export type Move = (c: CaseContext) => DmaApiOp | null;

const DIRECTIONS: readonly LinkDirection[] = ['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE'];
const ERRNOS = [Errno.ENOMEM, Errno.ENOMEM, Errno.EINVAL, Errno.EADDRINUSE];

/** A case under way: the model's state in sight, and the names that were given. */
export class CaseContext {
  view!: DmaApiView;
  private given = 0;

  constructor(
    readonly draw: Draw,
    readonly config: DmaApiConfig,
    readonly theme: Theme,
  ) {}

  name(prefix: 'm' | 's'): Name {
    return `${prefix}${++this.given}`;
  }

  get granule(): bigint {
    return 1n << BigInt(this.config.granuleLg);
  }

  get isGuest(): boolean {
    return isGuest(this.config.platform.kind);
  }

  device(): DeviceIndex {
    return this.draw.int(this.config.devices.length);
  }

  /** A device that `keep` lets through. */
  deviceThat(keep: (device: DeviceIndex) => boolean): DeviceIndex | null {
    return this.oneOf(this.config.devices.map((_, i) => i).filter(keep));
  }

  /** A memory BAR, mostly of a device with its provider table. */
  provider(): BarRef | null {
    const owner =
      (this.draw.chance(95) ? this.deviceThat((device) => this.view.hasProviders(device)) : null) ??
      this.deviceThat((device) => this.config.devices[device]!.node !== null);
    return owner === null ? null : { device: owner, bar: this.draw.chance(70) ? 0 : 3 };
  }

  /** The BAR is private now. */
  isPrivate({ device, bar }: BarRef): boolean {
    return this.view.locked(device) && this.config.devices[device]!.bars[bar]!.tee;
  }

  mapping(made: 'phys' | 'p2p' | 'sg'): Name | null {
    return this.oneOf(this.view.mappings.filter((name) => this.view.mapping(name)!.made === made));
  }

  state(keep: (name: Name) => boolean = () => true): Name | null {
    return this.oneOf(this.view.states.filter(keep));
  }

  direction(): LinkDirection {
    return this.draw.pick(DIRECTIONS);
  }

  directionOrNone(): DmaDirection {
    return this.draw.chance(NONE_PERCENT) ? 'NONE' : this.direction();
  }

  fault(): MapFault | null {
    const { draw, theme } = this;
    if (!draw.chance(theme.faults ?? FAULT_PERCENT)) return null;
    if (draw.chance(25)) return { at: draw.pick(['attach', 'iova'] as const) };
    const piece = draw.chance(60) ? 0 : 1 + draw.int(2);
    return draw.chance(35) ? { at: 'bounce', piece } : { at: 'iommuMap', piece, errno: draw.pick(ERRNOS) };
  }

  /** Attributes that have nothing to do with what is mapped. */
  extraAttrs(): number {
    const { draw } = this;
    return (
      (draw.chance(7) ? DmaAttr.REQUIRE_COHERENT : 0) |
      (draw.chance(8) ? DmaAttr.SKIP_CPU_SYNC : 0) |
      (draw.chance(10) ? DmaAttr.PRIVILEGED : 0)
    );
  }

  oneOf<T>(items: readonly T[]): T | null {
    return items.length === 0 ? null : this.draw.pick(items);
  }
}
