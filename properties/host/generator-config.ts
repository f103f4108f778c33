import type {
  Backing,
  HostConfig,
  HostDevice,
  HostGuest,
  MmioRange,
  RegionStart,
} from '../../model/vocabulary/host/config';
import { regionsTaken } from '../../model/vocabulary/host/config';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import type { RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import { Weights, type Draw } from '../engine/draw';
import { drawImporters } from './generator-imports';

/** Regions that a guest begins with: mixed ones are what most questions are about. */
const STARTS = new Weights<RegionStart>([
  [4, 'shared'],
  [4, 'private 2M'],
  [1, 'private 4K'],
  [3, 'mixed'],
]);
/** ASIDs of guests, far enough apart to be told apart at a glance. */
const ASIDS = [5, 9];
/** Beyond three regions of memory and three BARs. */
const VTOM = 8 * REGION_PAGES;
/** Shortest period of contention that still lets loops with a few attempts through. */
const MIN_CONTENTION = 3;

/** Percent of hosts where other CPUs get in the way; elsewhere few. */
const CONTENDED: Readonly<Record<string, number>> = { races: 40, reuse: 60 };

/** Percent of guests that are still being launched; of guests with a vTOM; of devices with a BAR. */
const LAUNCHING: Readonly<Record<string, number>> = { launch: 100, devices: 5, reuse: 5 };
const WITH_VTOM: Readonly<Record<string, number>> = { trusted: 50, devices: 40, launch: 20 };
const WITH_BAR: Readonly<Record<string, number>> = { trusted: 35, devices: 60, imports: 85 };
/** Sizes of BARs, in pages: registers, a few queues, one whole region. */
const BAR_PAGES = new Weights<number>([
  [3, 1],
  [4, 4],
  [2, 32],
  [3, REGION_PAGES],
]);

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
    const launched = !draw.chance(LAUNCHING[theme] ?? 0);
    const vtom = draw.chance(WITH_VTOM[theme] ?? 0) ? VTOM : null;
    const starts = launched ? regions : regions.map((): RegionStart => 'shared');
    guests.push({ asid: ASIDS[g]!, vtom, backing: backing ?? drawn, regions: starts, launched });
  }
  const devices: HostDevice[] = [];
  for (let d = 0; d < 1 + draw.int(3); d++) devices.push({ guest: draw.int(guests.length), ats: draw.chance(30) });
  const mmio = devices.flatMap((_, device) => (draw.chance(WITH_BAR[theme] ?? 0) ? [drawBar(draw, device)] : []));
  if (theme === 'imports' && mmio.length === 0) mmio.push(drawBar(draw, 0));
  const contention = draw.chance(CONTENDED[theme] ?? 5) ? MIN_CONTENTION + draw.int(6) : 0;
  // What is left over is for conversions of separate guests, and for the kernel.
  const ram = regionsTaken({ guests }) + 1 + draw.int(3);
  const importers = theme === 'imports' ? drawImporters(draw, guests.length) : [];
  return { ram, mmio, guests, devices, importers, contention, assumptions };
}

function drawBar(draw: Draw, device: number): MmioRange {
  const pages = draw.weighted(BAR_PAGES);
  return { device, first: draw.int((REGION_PAGES - pages) / pages + 1) * pages, pages, tio: draw.chance(75) };
}
