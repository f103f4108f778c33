import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import type { MapForm } from '../../../../model/vocabulary/dma-api/op';
import { EDGE_PERCENT, WRONG_UNMAP_PERCENT } from '../bounds';
import type { CaseContext, Move } from '../context';
import { drawRange, drawTarget, edgeTarget } from '../targets';
import { requester } from './topology';

export const mapPhys: Move = (c) => {
  const { draw } = c;
  const device = c.device();
  const { phys, bytes, attrs } = (draw.chance(EDGE_PERCENT) ? edgeTarget(c, device) : null) ?? drawTarget(c);
  return {
    op: 'mapPhys',
    mapping: c.name('m'),
    form: draw.chance(80) ? 'phys' : draw.pick(['page', 'resource'] as const),
    device,
    phys,
    bytes,
    direction: c.directionOrNone(),
    attrs,
    fail: c.fault(),
  };
};

/** Mostly as it was mapped. */
export const unmapPhys: Move = (c) => {
  const { draw } = c;
  const mapping = c.mapping('phys');
  if (mapping === null) return null;
  const { direction, attrs } = c.view.mapping(mapping)!;
  if (!draw.chance(WRONG_UNMAP_PERCENT)) return { op: 'unmapPhys', mapping, form: formOf(c, attrs), direction, attrs };
  return {
    op: 'unmapPhys',
    mapping,
    form: draw.pick(['phys', 'page', 'resource'] as const),
    direction: draw.chance(70) ? direction : c.directionOrNone(),
    attrs: attrs ^ draw.pick([0, DmaAttr.MMIO, DmaAttr.SKIP_CPU_SYNC, DmaAttr.CC_SHARED]),
  };
};

const formOf = ({ draw }: CaseContext, attrs: number): MapForm =>
  draw.chance(80) ? 'phys' : (attrs & DmaAttr.MMIO) !== 0 ? 'resource' : 'page';

export const mapP2p: Move = (c) => {
  const provider = c.provider();
  if (provider === null) return null;
  const bar = c.config.devices[provider.device]!.bars[provider.bar]!;
  const { phys, bytes } = drawRange(c, 0n);
  const fits = phys + bytes <= bar.bytes || c.draw.chance(5);
  return {
    op: 'mapP2p',
    mapping: c.name('m'),
    device: requester(c, provider.device),
    provider,
    offset: fits ? phys : 0n,
    bytes: fits ? bytes : c.granule,
    direction: c.directionOrNone(),
    fail: c.fault(),
  };
};

export const unmapP2p: Move = (c) => {
  const mapping = c.mapping('p2p');
  return mapping === null ? null : { op: 'unmapP2p', mapping };
};

/** RAM and P2P memory in any mixture. */
export const mapSg: Move = (c) => {
  const { draw, config } = c;
  const device = c.deviceThat((i) => config.devices[i]!.dma.path !== 'legacy');
  if (device === null) return null;
  const targets = Array.from({ length: 1 + draw.int(4) }, () => drawTarget(c));
  const asksShared = targets.some(({ attrs }) => (attrs & (DmaAttr.MMIO | DmaAttr.CC_SHARED)) === DmaAttr.CC_SHARED);
  return {
    op: 'mapSg',
    mapping: c.name('m'),
    device,
    segments: targets.map(({ phys, bytes }) => ({ phys, bytes })),
    direction: c.directionOrNone(),
    attrs: (asksShared && draw.chance(50) ? DmaAttr.CC_SHARED : 0) | c.extraAttrs(),
    fail: c.fault(),
  };
};

export const unmapSg: Move = (c) => {
  const mapping = c.mapping('sg');
  return mapping === null ? null : { op: 'unmapSg', mapping };
};

export const syncFor: Move = (c) => {
  const mapping = c.oneOf(c.view.mappings);
  return mapping === null ? null : { op: 'syncFor', mapping, target: c.draw.pick(['cpu', 'device'] as const) };
};
