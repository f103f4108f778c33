import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
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

/** A BAR, with the attributes that its state asks for; or other ones, or a place of no BAR. */
function mmioTarget(c: CaseContext): Target {
  const { draw, config } = c;
  const provider = draw.chance(92) ? c.provider() : null;
  const base = provider === null ? ELSEWHERE : config.devices[provider.device]!.bars[provider.bar]!.base;
  const isShared = c.isGuest && !(provider !== null && c.isPrivate(provider));
  const asksShared = draw.chance(72) ? isShared : draw.chance(50);
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
