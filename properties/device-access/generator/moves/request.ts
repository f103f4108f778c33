/** DMA requests, and what the hardware does with cached translations. */
import type { DmaOp } from '../../../../model/vocabulary/device-access/op';
import { pagesOf } from '../../../../model/vocabulary/units';
import { GPA_OFFSET, IOVA_OFFSET, Table } from '../layout';
import type { World } from '../world';
import type { Move } from './move';
import { PASIDS, pasidFor } from './pasid';

function request(w: World, device: number, t: 0 | 1, pasid: number | null, iova: number): DmaOp {
  const offset = w.draw.chance(70) ? 0 : w.draw.int(4096);
  return { op: 'dma', device, pasid, t, iova, offset, write: w.draw.chance(65) };
}

/** A request by what was mapped for it. */
export const dma: Move = (w) => {
  const { draw } = w;
  const device = draw.int(w.config.devices);
  const t = draw.chance(w.trustedShare) ? 1 : 0;
  // Behind a fence there is nothing to see: it is lifted, more often than not.
  const fenced = w.sdtes[device]?.asid ?? 0;
  if (w.view.fenced(fenced) && draw.chance(75)) return { op: 'clearFence', asid: fenced };
  const nested = t === 1 ? w.sdtes[device]?.s1Root !== null : w.forms[device]!.nested;
  const table = t === 1 ? (nested ? Table.secureS1 : Table.secureHost) : nested ? Table.s1 : Table.host;
  const pasid = t === 1 ? null : pasidFor(w, device);
  // A guest's address goes on through the host's table: one that is mapped there, more often than not.
  const below = nested ? w.leafOf(t === 1 ? Table.secureHost : Table.host) : null;
  if (below !== null && draw.chance(60)) return request(w, device, t, pasid, w.pageIn(below, 0) + IOVA_OFFSET);
  const leaf = w.leafOf(table);
  if (leaf === null) return draw.chance(10) ? request(w, device, t, pasid, w.page() + GPA_OFFSET) : null;
  const iova = w.pageIn(leaf, nested ? GPA_OFFSET : 0);
  return request(w, device, t, pasid, draw.chance(97) ? iova : iova + draw.int(3) * pagesOf(leaf.lg));
};

/** A request in or beside the reach of a cached translation. */
export const dmaCached: Move = (w) => {
  const { draw } = w;
  const x = w.cached();
  if (x === null) return null;
  const pages = pagesOf(x.reachLg);
  const into = draw.chance(60) ? draw.int(pages) : draw.pick([0, pages - 1, pages, -1]);
  return request(w, x.device, x.t, x.pasid, Math.max(0, x.iova + into));
};

/** A request with T, device and table that do not belong together: the other device's, the other T's. */
export const dmaAstray: Move = (w) => {
  const { draw } = w;
  if (w.leaves.length === 0) return null;
  const iova = w.pageIn(draw.pick(w.leaves), 0);
  const pasid = draw.chance(70) ? null : draw.pick(PASIDS);
  const there = draw.chance(80) ? iova : iova + IOVA_OFFSET;
  return request(w, draw.int(w.config.devices), draw.chance(50) ? 1 : 0, pasid, there);
};

export const evict: Move = (w) => {
  const x = w.cached();
  if (x === null) return null;
  return { op: 'evict', device: x.device, pasid: x.pasid, t: x.t, iova: x.iova + w.draw.int(pagesOf(x.reachLg)) };
};

/** Drops a cached translation, its whole device, or everything. */
export const invalidate: Move = (w) => {
  const { draw } = w;
  const x = w.cached();
  if (x === null || draw.chance(15)) return { op: 'invalidate', device: null, iova: 0, pages: 0 };
  if (draw.chance(15)) return { op: 'invalidate', device: x.device, iova: 0, pages: 0 };
  const pages = draw.chance(50) ? pagesOf(x.reachLg) : 1;
  return { op: 'invalidate', device: draw.chance(70) ? x.device : null, iova: x.iova, pages };
};
