import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex, DmaApiConfig, DmaDevice } from '../../../model/vocabulary/dma-api/config';
import { isGuest } from '../../../model/vocabulary/dma-api/platform';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';

/** A memory BAR, and whose it is. */
export interface PlacedBar {
  readonly owner: DeviceIndex;
  readonly bar: number;
}

/** The memory BAR that an address lies in; null: none. */
export function barAt({ devices }: DmaApiConfig, phys: bigint): PlacedBar | null {
  for (const [owner, { bars }] of devices.entries()) {
    const bar = bars.findIndex(({ kind, base, bytes }) => kind === 'memory' && phys >= base && phys < base + bytes);
    if (bar !== -1) return { owner, bar };
  }
  return null;
}

export const isPrivate = (config: DmaApiConfig, view: DmaApiView, { owner, bar }: PlacedBar): boolean =>
  view.locked(owner) && config.devices[owner]!.bars[bar]!.tee;

/** Private MMIO needs T=1; shared MMIO is for T=1 too, as is assumed. dma-mmio.md 3.4, 11.7. */
export function mayReach(config: DmaApiConfig, view: DmaApiView, device: DeviceIndex, target: PlacedBar): boolean {
  if (isPrivate(config, view, target)) return view.locked(device);
  return !view.locked(device) || config.assumptions.DMA_T1_SHARED_MMIO === 'yes';
}

export const inGuest = ({ platform }: DmaApiConfig): boolean => isGuest(platform.kind);

/** MMIO of a guest is named private by MMIO_ENCRYPTED: dma-mmio.md 7.3. */
export const isNamedBySeed = (config: DmaApiConfig, attrs: number): boolean =>
  config.assumptions.DMA_MMIO_ATTR === 'mmio-encrypted' && inGuest(config) && (attrs & DmaAttr.MMIO) !== 0;

/** The attributes ask for the shared alias. */
export const asksShared = (config: DmaApiConfig, attrs: number): boolean =>
  isNamedBySeed(config, attrs) ? (attrs & DmaAttr.MMIO_ENCRYPTED) === 0 : (attrs & DmaAttr.CC_SHARED) !== 0;

/** Forced bounce: of the device, and in 7.2 of each device of a guest. dma-mmio.md 0.4. */
export const isForced = (config: DmaApiConfig, device: DmaDevice): boolean =>
  device.forceBounce ||
  (config.assumptions.DMA_RELEASE === '7.2' && inGuest(config) && config.platform.guestForcesBounce);

/** forceUnencrypted() of a device of a guest: dma-mmio.md 7.1. */
export const reachesSharedOnly = (config: DmaApiConfig, view: DmaApiView, device: DeviceIndex): boolean =>
  !view.locked(device) || config.assumptions.DMA_FORCE_UNENCRYPTED === 'per-platform';
