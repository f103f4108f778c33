import type { RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { Draw } from '../../engine/draw';
import type { Places } from './context';
import { drawOffsets } from './context';
import { drawFlat, drawSegmented } from './coverage';
import { drawPresets } from './presets';
import type { Theme } from './themes';

/** 509 and 1022 are limits of real parts; 0x3FF is never an ASID (rmp.md 1.2). */
const MAX_ASIDS = [15, 509, 509, 1022];

/** Two guests that share the low eight bits of their ASIDs, where there are so many, and a third. */
const drawAsids = (maxAsid: number): readonly number[] => (maxAsid > 261 ? [5, 261, 7] : [5, 7, maxAsid]);

/** Draws the configuration of a case and the places that it returns to. */
export function drawConfig(
  draw: Draw,
  theme: Theme,
  assumptions: RmpAssumptions,
): { readonly config: RmpConfig; readonly places: Places } {
  const isSegmented = theme.segmented === true || draw.chance(10);
  const { coverage, covered, uncovered } = isSegmented ? drawSegmented(draw) : drawFlat(draw);
  const maxAsid = draw.pick(MAX_ASIDS);
  const asids = drawAsids(maxAsid);
  const distinct = [...new Set(covered)];
  const isInitialised = draw.chance(96);
  const config: RmpConfig = {
    coverage,
    cpuSnpEnabled: true,
    iommuSnpEnabled: isInitialised,
    vmpls: draw.chance(80) ? 4 : 1 + draw.int(4),
    maxAsid,
    cBit: draw.pick([51, 51, 47, null]),
    x86Shutdown: draw.chance(70),
    mmio: draw.chance(30) ? [{ spa: distinct[distinct.length - 1]! + 8, pages: 4 }] : [],
    iommuPages: draw.chance(50) ? [distinct[0]! + 3] : [],
    preset: distinct.flatMap((base, slot) =>
      drawPresets(draw, draw.weighted(theme.regions), base, slot, asids[draw.int(2)]!),
    ),
    assumptions,
  };
  return { config, places: { regions: [...distinct, uncovered], asids, offsets: drawOffsets(draw) } };
}
