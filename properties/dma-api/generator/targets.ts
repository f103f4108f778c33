import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex } from '../../../model/vocabulary/dma-api/config';
import { limitOf } from '../limit';
import { ELSEWHERE, HIGH_RAM, PRIVATE_RAM, RANGE_GRANULES, SHARED_RAM } from './bounds';
import type { CaseContext } from './context';

/** Memory that a mapping is asked for, and attributes that may be right for it. */
export interface Target {
  readonly phys: bigint;
  readonly bytes: bigint;
  readonly attrs: number;
}

/** Whole granules from the start of something on, or a part of them; now and then across a granule's edge. */
export function drawRange(
  { draw, granule }: CaseContext,
  base: bigint,
): { readonly phys: bigint; readonly bytes: bigint } {
  const first = draw.chance(60) ? 0n : granule * BigInt(draw.int(RANGE_GRANULES));
  const count = granule * BigInt(1 + draw.int(RANGE_GRANULES));
  if (draw.chance(65)) return { phys: base + first, bytes: count };
  const offset = draw.chance(30) ? 0n : BigInt(draw.pick([0x10, 0x80, 0x801, 0xfff]));
  return { phys: base + first + offset, bytes: draw.pick([1n, 128n, 200n, granule - 1n, granule + 1n, count]) };
}

export function drawTarget(c: CaseContext): Target {
  const { draw, theme } = c;
  if (draw.chance(theme.mmio)) return mmioTarget(c);
  const shared = draw.chance(35);
  const base = shared ? SHARED_RAM.base : draw.chance(80) ? PRIVATE_RAM.base : HIGH_RAM.base;
  const asksShared = draw.chance(shared ? 55 : c.isGuest ? 12 : 4);
  const attrs = (asksShared ? DmaAttr.CC_SHARED : 0) | (draw.chance(2) ? DmaAttr.MMIO : 0) | c.extraAttrs();
  return { ...drawRange(c, base), attrs };
}

/** Something that ends with the last byte that the device names, or the next; null: nothing begins near it. */
export function edgeTarget(c: CaseContext, device: DeviceIndex): Target | null {
  const { draw, config, granule } = c;
  const limit = limitOf(config.devices[device]!);
  if (limit === null) return null;
  const memory = config.devices.flatMap(({ bars }) => bars.filter(({ kind }) => kind === 'memory'));
  const near = [...memory, ...config.ram].filter(
    ({ base }) => base <= limit && limit < base + granule * BigInt(RANGE_GRANULES),
  );
  const place = c.oneOf(near);
  if (place === null) return null;
  const attrs = 'bus' in place ? DmaAttr.MMIO | (c.isGuest && !draw.chance(30) ? DmaAttr.CC_SHARED : 0) : 0;
  return { phys: place.base, bytes: limit - place.base + (draw.chance(50) ? 1n : 2n), attrs };
}

/** A BAR, with the attributes that its state asks for; or other ones, or a place of no BAR. */
function mmioTarget(c: CaseContext): Target {
  const { draw, config } = c;
  const provider = draw.chance(92) ? c.provider() : null;
  const base = provider === null ? ELSEWHERE : config.devices[provider.device]!.bars[provider.bar]!.base;
  const isPrivate = provider !== null && c.isPrivate(provider);
  // What is private is asked for as shared often: whether that is refused is what guests rest on (7.2 M5).
  const asksShared = isPrivate ? draw.chance(45) : draw.chance(70) ? c.isGuest : draw.chance(50);
  const mmio = draw.chance(95) ? DmaAttr.MMIO : 0;
  const named =
    config.assumptions.DMA_MMIO_ATTR === 'mmio-encrypted'
      ? asksShared
        ? 0
        : DmaAttr.MMIO_ENCRYPTED
      : asksShared
        ? DmaAttr.CC_SHARED
        : 0;
  return { ...drawRange(c, base), attrs: mmio | named | c.extraAttrs() };
}
