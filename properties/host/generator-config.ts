import type { Backing, HostConfig, HostDevice, HostGuest, RegionStart } from '../../model/vocabulary/host/config';
import { regionsTaken } from '../../model/vocabulary/host/config';
import type { RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import { Weights, type Draw } from '../engine/draw';

/** Regions that a guest begins with: mixed ones are what most questions are about. */
const STARTS = new Weights<RegionStart>([
  [4, 'shared'],
  [4, 'private 2M'],
  [1, 'private 4K'],
  [3, 'mixed'],
]);
/** ASIDs of guests, far enough apart to be told apart at a glance. */
const ASIDS = [5, 9];
/** Shortest period of contention that still lets loops with a few attempts through. */
const MIN_CONTENTION = 3;

/** Percent of hosts where other CPUs get in the way; elsewhere few. */
const CONTENDED: Readonly<Record<string, number>> = { races: 40, reuse: 60 };

/** One host. `backing` null: either. */
export function drawConfig(
  draw: Draw,
  theme: string,
  backing: Backing | null,
  assumptions: RmpAssumptions,
): HostConfig {
  const guests: HostGuest[] = [];
  const two = draw.chance(theme === 'reuse' ? 50 : 20);
  for (let g = 0; g < (two ? 2 : 1); g++) {
    const regions = Array.from({ length: 1 + draw.int(two ? 2 : 3) }, () => draw.weighted(STARTS));
    const separate = theme === 'reuse' ? 80 : 40;
    const drawn: Backing = draw.chance(separate) ? 'separate' : 'in-place';
    guests.push({ asid: ASIDS[g]!, vtom: null, backing: backing ?? drawn, regions });
  }
  const devices: HostDevice[] = [];
  for (let d = 0; d < 1 + draw.int(3); d++) devices.push({ guest: draw.int(guests.length), ats: draw.chance(30) });
  const contention = draw.chance(CONTENDED[theme] ?? 5) ? MIN_CONTENTION + draw.int(6) : 0;
  // What is left over is for conversions of separate guests, and for the kernel.
  const ram = regionsTaken({ guests }) + 1 + draw.int(3);
  return { ram, guests, devices, contention, assumptions };
}
