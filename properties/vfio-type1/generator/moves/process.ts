import { PAGE } from '../bounds';
import type { Move } from '../context';
import { drawArea, pagesOf } from '../layout';

/** An area goes, and another comes where there is room, or is tried to. */
export const munmap: Move = (c) => {
  const area = c.area();
  return area === null ? null : { op: 'munmap', start: area.start };
};

/** In the first gap, or behind the last area; now and then where one is. */
export const mmap: Move = (c) => {
  const { draw, theme, view } = c;
  const { areas } = view;
  if (areas.length === 0) return { op: 'mmap', area: drawArea(draw, theme, 0x7f00_0000_0000n, null, c.fromZero) };
  const end = (index: number): bigint => areas[index]!.start + BigInt(pagesOf(areas[index]!)) * PAGE;
  const gap = areas.findIndex((_, i) => i + 1 < areas.length && end(i) < areas[i + 1]!.start);
  const start = end(gap >= 0 && draw.chance(60) ? gap : areas.length - 1);
  return { op: 'mmap', area: drawArea(draw, theme, start, null, c.fromZero) };
};

export const barMemory: Move = (c) => {
  const area = c.area(({ kind }) => kind === 'ioPfnmap' || kind === 'pfnmap');
  if (area === null) return null;
  return { op: 'barMemory', start: area.start, enabled: c.draw.chance(90) ? !area.enabled : area.enabled };
};

export const pinPage: Move = (c) => {
  const mapping = c.mapping();
  if (mapping === null || !c.config.mediated) return null;
  const page = BigInt(c.draw.int(Number(mapping.bytes / PAGE) + (c.draw.chance(5) ? 1 : 0)));
  return { op: 'pinPage', iova: mapping.iova + page * PAGE, write: c.draw.chance(60) };
};

export const unpinPage: Move = (c) => {
  const pins = c.view.mediatedPins;
  return pins.length === 0 ? null : { op: 'unpinPage', iova: c.draw.pick(pins) };
};
