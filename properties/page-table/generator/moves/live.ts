import type { CaseContext } from '../context';

/** Ranges tried before giving up: most of what is remembered is still mapped, and a miss costs one walk. */
const TRIES = 4;

/** Index in `c.live` of a range whose first page is mapped, or −1. Ranges found gone are forgotten on the way. */
export function pickLive(c: CaseContext): number {
  const live = c.live;
  for (let tries = 0; tries < TRIES && live.count > 0; tries++) {
    const at = c.draw.int(live.count);
    if (c.view.leafAt(live.iova[at]!) !== null) return at;
    live.drop(at);
  }
  return -1;
}

/** Index in `c.holes` of a range that was emptied and still is at its start, or −1. */
export function pickHole(c: CaseContext): number {
  const holes = c.holes;
  for (let tries = 0; tries < TRIES && holes.count > 0; tries++) {
    const at = c.draw.int(holes.count);
    if (c.view.leafAt(holes.iova[at]!) === null) return at;
    holes.drop(at);
  }
  return -1;
}
