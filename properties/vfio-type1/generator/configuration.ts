import type { Type1Assumptions } from '../../../model/vocabulary/vfio-type1/assumption';
import type { DomainConfig, IovaWindow, Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import { Weights, type Draw } from '../../engine/draw';
import { TOP } from './bounds';
import { memorySpans } from './frames';
import { drawLayout } from './layout';
import type { Theme } from './themes';

/** All share 4 KiB, or 64 KiB where one has no less. */
const PAGE_SIZES = new Weights<bigint>([
  [12, 0x4020_1000n],
  [3, 0x1_1000n],
  [1, 0x1_1800n],
]);
const ONLY_64K = 0x1_0000n;
const WIDE: IovaWindow = { first: 0n, last: (1n << 48n) - 1n };
const APERTURES = new Weights<IovaWindow>([
  [10, WIDE],
  [7, { first: 0n, last: TOP - 1n }],
  [2, { first: 0n, last: 0x1_0000_ffffn }],
  [1, { first: 0x1000n, last: (1n << 48n) - 1n }],
]);
/** MSIs of x86, and a page among the slots of mappings. */
const MSI: IovaWindow = { first: 0xfee0_0000n, last: 0xfeef_ffffn };
const SLOT_PAGE: IovaWindow = { first: 0x10_8000n, last: 0x10_8fffn };
/** The capability shows where there is little to lock. */
const CAPABLE_TIGHT_PERCENT = 70;
/** What 6.12 and 7.2 have by default, and what few cases ever reach. */
const ENTRY_LIMIT = 65535;

export function drawConfig(draw: Draw, theme: Theme, assumptions: Type1Assumptions): Type1Config {
  const coarse = draw.chance(theme.coarse);
  const fromZero = draw.chance(theme.frameZero);
  const capIpcLock = draw.chance(18);
  const locked = draw.chance(30) ? draw.int(4) : 0;
  return {
    assumptions,
    cBit: draw.chance(60) ? draw.pick([47, 51]) : null,
    domains: Array.from({ length: theme.fewestDomains + draw.int(4 - theme.fewestDomains) }, () =>
      drawDomain(draw, theme, coarse),
    ),
    mediated: draw.chance(theme.mediated),
    entryLimit: draw.chance(20) ? 1 + draw.int(3) : ENTRY_LIMIT,
    hugePagesDisabled: draw.chance(7),
    lockLimit:
      locked + (draw.chance(theme.tight + (capIpcLock ? CAPABLE_TIGHT_PERCENT : 0)) ? 1 + draw.int(12) : 1 << 16),
    locked,
    capIpcLock,
    memory: memorySpans(fromZero),
    areas: drawLayout(draw, theme, fromZero),
  };
}

function drawDomain(draw: Draw, theme: Theme, coarse: boolean): DomainConfig {
  const odd = draw.chance(theme.windows);
  const sizes = coarse ? draw.pick([ONLY_64K, 0x1_1000n]) : draw.weighted(PAGE_SIZES);
  return {
    pageSizes: sizes,
    aperture: odd ? draw.weighted(APERTURES) : WIDE,
    reserved: odd ? draw.pick([[MSI], [SLOT_PAGE], [SLOT_PAGE, MSI]]) : [],
  };
}
