/** Writers of tables: leaves of every size over interesting pages, in host and guest tables. */
import type { DeviceAccessOp } from '../../../../model/vocabulary/device-access/op';
import { REGION_PAGES, RmpSize } from '../../../../model/vocabulary/rmp/entry';
import { pagesOf } from '../../../../model/vocabulary/units';
import { Weights } from '../../../engine/draw';
import { HOLE, IOVA_OFFSET, SMALL_BAR, SMALL_BAR_PAGES, Table, gpaOf } from '../layout';
import type { World } from '../world';
import type { Move } from './move';
import { pasidFor } from './pasid';

/** Leaves of host tables: every size of v1 up to 1G, 4K and 2M most often. */
const HOST_SIZES = new Weights<number>([
  [20, 12],
  [4, 13],
  [3, 14],
  [3, 15],
  [6, 16],
  [2, 17],
  [2, 18],
  [4, 19],
  [6, 20],
  [24, 21],
  [8, 22],
  [4, 23],
  [2, 24],
  [1, 25],
  [1, 27],
  [1, 29],
  [8, 30],
  [1, 31],
]);
const SMALL_SIZES = HOST_SIZES.filter((lg) => lg < 21);
const LARGE_SIZES = HOST_SIZES.filter((lg) => lg >= 21);
const GUEST_SIZES = new Weights<number>([
  [50, 12],
  [40, 21],
  [10, 30],
]);

const alignDown = (page: number, lg: number): number => Math.floor(page / pagesOf(lg)) * pagesOf(lg);

/** Maps a leaf of 2^lg into `table`, so that `input` leads to `output` if both are aligned alike; null if it was poked. */
function mapLeaf(w: World, table: number, input: number, output: number, lg: number): DeviceAccessOp | null {
  if (w.poked.has(table)) return null;
  const { draw } = w;
  const leaf = { table, iova: alignDown(input, lg), oa: alignDown(output, lg), lg };
  w.remember(leaf);
  const host = w.config.tables[table]!.format === 'amdv1';
  const access = draw.int(20);
  const isMmio = w.config.rmp.mmio.some(({ spa, pages }) => output >= spa && output < spa + pages);
  const cBit = host && w.config.rmp.cBit !== null && draw.chance(isMmio ? 4 : 40);
  return { op: 'ioMap', ...leaf, read: access !== 0, write: access !== 1, cBit };
}

/** A host leaf for untrusted requests, of any size. */
export const mapHost: Move = (w) => {
  const page = w.page();
  return mapLeaf(w, Table.host, gpaOf(page), page, w.draw.weighted(HOST_SIZES));
};

/** A host leaf for trusted requests: mostly of the size of the RMP entry, else of any. */
export const mapSecure: Move = (w) => {
  const page = w.page();
  const is2M = w.view.rmp.effective(page)?.size === RmpSize.size2M;
  const sizes = !w.draw.chance(70) ? HOST_SIZES : is2M ? LARGE_SIZES : SMALL_SIZES;
  // Now and then at another GPA than the entry's.
  const gpa = gpaOf(page) + (w.draw.chance(88) ? 0 : REGION_PAGES);
  return mapLeaf(w, Table.secureHost, gpa, page, w.draw.weighted(sizes));
};

/** RAM and MMIO side by side, in two leaves of 4K. */
export const mapBoundary: Move = (w) => {
  const page = w.draw.pick([SMALL_BAR - 1, SMALL_BAR + SMALL_BAR_PAGES - 1, HOLE - 1]);
  const [first, second] = w.draw.chance(50) ? [page, page + 1] : [page + 1, page];
  const next = mapLeaf(w, Table.host, gpaOf(second), second, 12);
  if (next !== null) w.queue.push(next);
  return mapLeaf(w, Table.host, gpaOf(first), first, 12);
};

/** A guest leaf over a page that its host table maps. */
const mapGuest =
  (s1: number, host: number): Move =>
  (w) => {
    const below = w.leafOf(host);
    const gpa = below === null ? gpaOf(w.page()) : w.pageIn({ ...below, iova: below.iova }, 0);
    return mapLeaf(w, s1, gpa + IOVA_OFFSET, gpa, w.draw.weighted(GUEST_SIZES));
  };
export const mapS1 = mapGuest(Table.s1, Table.host);
export const mapSecureS1 = mapGuest(Table.secureS1, Table.secureHost);

/** Both stages for one page, in leaves of different classes as often as not, and a request through them. */
export const mapBoth: Move = (w) => {
  const { draw } = w;
  const trusted = draw.chance(w.trustedShare);
  const device = 1;
  const page = w.page();
  const [s1, host] = trusted ? [Table.secureS1, Table.secureHost] : [Table.s1, Table.host];
  const is2M = trusted && w.view.rmp.effective(page)?.size === RmpSize.size2M;
  const hostSizes = !trusted || draw.chance(15) ? HOST_SIZES : is2M ? LARGE_SIZES : SMALL_SIZES;
  const below = mapLeaf(w, host, gpaOf(page), page, draw.weighted(hostSizes));
  const above = mapLeaf(w, s1, gpaOf(page) + IOVA_OFFSET, gpaOf(page), draw.weighted(GUEST_SIZES));
  if (below === null || above === null) return null;
  const iova = gpaOf(page) + IOVA_OFFSET;
  const pasid = trusted ? null : pasidFor(w, device);
  const asid = w.sdtes[device]?.asid ?? 0;
  if (w.view.fenced(asid)) w.queue.push({ op: 'clearFence', asid });
  w.queue.push(above, { op: 'dma', device, pasid, t: trusted ? 1 : 0, iova, offset: 0, write: draw.chance(60) });
  return below;
};

/** The same place again in another size, mostly without telling the IOTLB. */
export const remap: Move = (w) => {
  const leaf = w.leafOf(w.draw.chance(w.trustedShare) ? Table.secureHost : Table.host);
  if (leaf === null) return null;
  const page = w.pageIn(leaf, 0);
  const lg = w.draw.weighted(HOST_SIZES);
  const target = w.draw.chance(80) ? leaf.oa + page - leaf.iova : w.page();
  return mapLeaf(w, leaf.table, page, target, lg);
};

export const unmap: Move = (w) => {
  if (w.leaves.length === 0) return null;
  const leaf = w.draw.pick(w.leaves);
  if (w.poked.has(leaf.table)) return null;
  w.forget(leaf);
  return { op: 'ioUnmap', table: leaf.table, iova: leaf.iova + w.draw.int(pagesOf(leaf.lg)) };
};

/** A leaf that is not aligned, or that the format has not: refused. */
export const mapOdd: Move = (w) => {
  const page = w.page();
  const { draw } = w;
  const table = draw.pick([Table.host, Table.s1]);
  if (w.poked.has(table)) return null;
  const lg = draw.pick([11, 13, 22, 39, 21]);
  const [iova, oa] = [gpaOf(page) + draw.int(2), page];
  return { op: 'ioMap', table, iova, oa, lg, read: true, write: true, cBit: false };
};
