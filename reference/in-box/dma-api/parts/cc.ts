import type { Bar } from '../../../../model/vocabulary/dma-api/config';
import type { InBoxDmaApi } from '../in-box';
import type { Device } from '../objects/device';
import type { MapRequest } from '../objects/request';
import type { Pool } from '../swiotlb/pool';

/** Confidential computing: aliases of addresses, and who may reach what. dma-mmio.md 7. */
export interface CcParts {
  readonly privateAlias: (d: InBoxDmaApi, address: bigint) => bigint;
  readonly sharedAlias: (d: InBoxDmaApi, address: bigint) => bigint;
  /** The address that both are aliases of. */
  readonly canonical: (d: InBoxDmaApi, address: bigint) => bigint;
  /** The alias that a direct mapping of `address` gets. */
  readonly aliasFor: (d: InBoxDmaApi, attrs: number, address: bigint) => bigint;
  /** The attributes say that what they map is shared. */
  readonly namesShared: (d: InBoxDmaApi, attrs: number) => boolean;
  /** What they map gets the shared alias. */
  readonly wantsShared: (d: InBoxDmaApi, attrs: number) => boolean;
  /** The attributes have CC_SHARED, which only the direct path knows. */
  readonly isCcShared: (d: InBoxDmaApi, attrs: number) => boolean;
  /** The device reaches shared memory only. */
  readonly forceUnencrypted: (d: InBoxDmaApi, device: Device) => boolean;
  readonly isPrivate: (owner: Device, bar: Bar) => boolean;
  /** A device may be led to a BAR in this state. */
  readonly mayReach: (d: InBoxDmaApi, device: Device, isPrivate: boolean) => boolean;
  /** The BAR that a direct mapping begins in does not forbid it. */
  readonly directAllows: (d: InBoxDmaApi, request: MapRequest) => boolean;
  /** The same of a mapping that is translated. */
  readonly translationAllows: (d: InBoxDmaApi, request: MapRequest) => boolean;
  readonly busAllows: (d: InBoxDmaApi, device: Device, owner: Device, bar: Bar) => boolean;
  /** RAM with CC_SHARED may be mapped on the direct path. */
  readonly sharedRamAllowed: (d: InBoxDmaApi, attrs: number) => boolean;
  /** The device may bounce through this pool. */
  readonly poolFits: (d: InBoxDmaApi, device: Device, pool: Pool) => boolean;
  readonly bounceAlias: (d: InBoxDmaApi, pool: Pool, address: bigint) => bigint;
  /** TDISP: 0 or an errno. */
  readonly setLocked: (d: InBoxDmaApi, device: Device, locked: boolean) => number;
}
