import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import type { Name } from '../../../../model/vocabulary/dma-api/op';
import { Errno } from '../../../../model/vocabulary/errno';
import type { LinkView, StateView } from '../../../../model/vocabulary/dma-api/view';
import { PRIVATE_RAM, WRONG_LINK_PERCENT } from '../bounds';
import type { CaseContext, Move } from '../context';
import { drawTarget } from '../targets';

const BIT_63 = 1n << 63n;

export const tryAlloc: Move = (c) => {
  const { draw, config, granule } = c;
  const isIommu = (device: number): boolean => config.devices[device]!.dma.path === 'iommu';
  const device = (draw.chance(95) ? c.deviceThat(isIommu) : null) ?? c.device();
  const odd = draw.chance(4);
  return {
    op: 'tryAlloc',
    state: c.name('s'),
    device,
    phys: PRIVATE_RAM.base + (draw.chance(60) ? 0n : 0x80n),
    bytes: odd
      ? draw.pick([0n, BIT_63, BIT_63 + granule])
      : granule * BigInt(1 + draw.int(6)) + (draw.chance(80) ? 0n : 0x80n),
    fail: c.fault(),
  };
};

const endOf = ({ links }: StateView): bigint => {
  const last = links.at(-1);
  return last === undefined ? 0n : last.offset + last.bytes;
};

/** Memory that begins within a granule, behind the start: DMA-047. */
export const linkWithin: Move = (c) => {
  const { granule } = c;
  const name = c.state((state) => c.view.state(state)!.bytes > endOf(c.view.state(state)!) + granule);
  if (name === null) return null;
  const { phys, attrs } = drawTarget(c);
  const free = endOf(c.view.state(name)!) + granule - 1n;
  return {
    op: 'link',
    state: name,
    phys: phys - (phys % granule) + 0x80n,
    offset: free < granule ? granule : free - (free % granule),
    bytes: 0x80n,
    direction: c.direction(),
    attrs,
    fail: null,
  };
};

/** Half a granule of MMIO, of a device that bounces what is unaligned: DMA-048. */
export const linkHalf: Move = (c) => {
  const { granule, config, view } = c;
  const bounces = (state: Name): boolean => config.devices[view.state(state)!.device]!.untrusted;
  const name = c.state((state) => bounces(state) && view.state(state)!.bytes > endOf(view.state(state)!));
  if (name === null) return null;
  const state = view.state(name)!;
  const { phys, attrs } = drawTarget(c);
  return {
    op: 'link',
    state: name,
    phys: phys - (phys % granule) + (state.address % granule),
    offset: endOf(state),
    bytes: granule / 2n,
    direction: c.direction(),
    attrs: (attrs & ~(DmaAttr.CC_SHARED | DmaAttr.REQUIRE_COHERENT)) | DmaAttr.MMIO,
    fail: null,
  };
};

/** A whole state of RAM that begins and ends within granules, of a device that bounces what is unaligned: in pieces. */
export const linkInPieces: Move = (c) => {
  const { draw, granule, config, view } = c;
  const name = c.state((state) => {
    const { device, address, links } = view.state(state)!;
    return config.devices[device]!.untrusted && address % granule !== 0n && links.length === 0;
  });
  if (name === null) return null;
  const { address, bytes } = view.state(name)!;
  return {
    op: 'link',
    state: name,
    phys: PRIVATE_RAM.base + granule * BigInt(draw.int(4)) + (address % granule),
    offset: 0n,
    bytes,
    direction: c.direction(),
    attrs: draw.chance(80) ? 0 : DmaAttr.SKIP_CPU_SYNC,
    fail: draw.chance(30) ? { at: 'iommuMap', piece: draw.int(3), errno: Errno.ENOMEM } : c.fault(),
  };
};

/** Behind the links that are there, with their direction and attributes; or somehow else. */
export const link: Move = (c) => {
  const { draw, granule } = c;
  const name = c.state();
  if (name === null) return null;
  const state = c.view.state(name)!;
  const target = drawTarget(c);
  const first = state.links[0];
  const isLike = first !== undefined && draw.chance(80);
  const common = {
    op: 'link',
    state: name,
    direction: isLike ? first.direction : c.direction(),
    attrs: isLike ? first.attrs : target.attrs & (draw.chance(70) ? ~DmaAttr.CC_SHARED : -1),
    fail: c.fault(),
  } as const;
  if (draw.chance(WRONG_LINK_PERCENT))
    return { ...common, phys: target.phys, offset: granule * BigInt(draw.int(3)), bytes: target.bytes };
  const offset = endOf(state);
  const rest = state.bytes - offset;
  if (rest <= 0n) return null;
  const pad = offset === 0n ? state.address % granule : 0n;
  const base = target.phys - (target.phys % granule);
  const most = rest < 2n * granule || draw.chance(25) ? rest : granule * BigInt(1 + draw.int(2));
  return { ...common, phys: base + pad, offset, bytes: most - (pad !== 0n && most > granule ? pad : 0n) };
};

const withLinks =
  ({ view }: CaseContext) =>
  (name: Name) =>
    view.state(name)!.links.length > 0;

/** One link, or all from one to another. */
function run({ draw }: CaseContext, { links }: StateView): readonly [first: LinkView, bytes: bigint] {
  const from = draw.int(links.length);
  const to = draw.chance(50) ? from : from + draw.int(links.length - from);
  const last = links[to]!;
  return [links[from]!, last.offset + last.bytes - links[from]!.offset];
}

export const sync: Move = (c) => {
  const name = c.state(withLinks(c));
  if (name === null) return null;
  const [first, bytes] = run(c, c.view.state(name)!);
  return { op: 'sync', state: name, offset: first.offset, bytes, fail: c.draw.chance(5) ? -5 : 0 };
};

export const unlink: Move = (c) => {
  const name = c.state(withLinks(c));
  if (name === null) return null;
  const [{ offset, direction, attrs }, bytes] = run(c, c.view.state(name)!);
  const wrong = c.draw.chance(4) ? DmaAttr.MMIO : 0;
  return { op: 'unlink', state: name, offset, bytes, direction, attrs: attrs ^ wrong };
};

export const destroy: Move = (c) => {
  const name = c.state();
  if (name === null) return null;
  const state = c.view.state(name)!;
  const first = state.links[0];
  const { direction, attrs } = first ?? { direction: c.direction(), attrs: 0 };
  return { op: 'destroy', state: name, mappedBytes: endOf(state), direction, attrs };
};

/** Mostly of a state that has no links. */
export const free: Move = (c) => {
  const name = c.state((state) => !withLinks(c)(state)) ?? (c.draw.chance(10) ? c.state() : null);
  return name === null ? null : { op: 'free', state: name };
};
