import type { Format, Level, PageTableConfig } from '../../../model/vocabulary';
import { PAGE_SIZES } from '../../../model/vocabulary/config';
import { itemLg } from '../../../model/vocabulary/units';
import type { Draw } from '../../engine/draw';
import { Weights } from '../../engine/draw';
import type { GeneratorOptions } from './options';
import { drawPageSizes } from './page-size-mask';
import type { ConfigWishes } from './theme';

// What is drawn where a theme has no wish of its own. Mostly what machines have, and a little of everything legal.
const FORMATS = new Weights<Format>([
  [60, 'amdv1'],
  [40, 'amdv2'],
]);
const VASZ_V1 = new Weights<number>([
  [35, 48],
  [15, 57],
  [35, 64],
  [2, 32],
  [2, 33],
  [2, 38],
  [2, 39],
  [2, 40],
  [1, 47],
  [1, 49],
  [1, 52],
  [1, 56],
  [1, 58],
]);
const TOP_LEVEL_V1 = new Weights<Level>([
  [80, 2],
  [7, 1],
  [6, 3],
  [4, 4],
  [3, 5],
]);
const OASZ = new Weights<number>([
  [84, 52],
  [4, 48],
  [3, 46],
  [3, 44],
  [3, 40],
  [3, 36],
]);
const SME_BIT_V1 = new Weights<number | null>([
  [35, null],
  [25, 51],
  [25, 47],
  [5, 20],
  [5, 29],
  [5, 38],
]);
/** v2 has no size code that the C-bit could fall into; it must only lie above the largest page's offset. */
const SME_BIT_V2 = new Weights<number | null>([
  [30, null],
  [30, 51],
  [28, 47],
  [4, 44],
  [4, 38],
  [2, 31],
  [2, 30],
]);
const PAGE_SIZES_V1 = new Weights<NonNullable<ConfigWishes['pageSizesV1']>['slots'][number]>([
  [70, 'all'],
  [6, '4k'],
  [10, 'v2'],
  [9, 'some with 4k'],
  [5, 'some without 4k'],
]);
const FLUSH = new Weights<PageTableConfig['flush']>([
  [65, 'range'],
  [35, 'no-gaps'],
]);
const QUEUED = new Weights([
  [85, false],
  [15, true],
]);
const DOMAINS = new Weights<1 | 2>([
  [85, 1],
  [15, 2],
]);
const PAGING = new Weights<PageTableConfig['domainType']>([[1, 'paging']]);

/** `value` if the subject can do it, else one that it can. */
const within = <T>(draw: Draw, value: T, limit: readonly T[] | undefined): T =>
  limit === undefined || limit.includes(value) ? value : draw.pick(limit);

/** Draws a configuration that the contract allows and the subject has. Always the same number of draws per format. */
export function drawConfig(draw: Draw, wishes: ConfigWishes, options: GeneratorOptions): PageTableConfig {
  const { capabilities, contract } = options;
  const limits = capabilities.limits;
  const old = contract === 'io-pgtable';
  const formats = options.formats ?? capabilities.formats;
  const format = within(draw, draw.weighted(wishes.format ?? FORMATS), formats);
  const v1 = format === 'amdv1';
  const { vasz, topLevel } = v1 ? drawSpaceV1(draw, wishes, options) : drawSpaceV2(draw, options);
  const oasz = draw.weighted(wishes.oasz ?? OASZ);
  const domainType = within(draw, draw.weighted(wishes.domainType ?? PAGING), limits.domainType);
  const sizes = draw.weighted(wishes.pageSizesV1 ?? PAGE_SIZES_V1);
  const pageSizes = drawPageSizes(draw, domainType === 'paging' ? sizes : 'all', v1, old);
  return {
    format,
    contract,
    topLevel,
    vasz,
    // The old drivers have no limit of their own on physical addresses.
    oasz: old ? 52 : oasz,
    pageSizes: v1 || !old ? pageSizes : PAGE_SIZES.v2,
    smeBit: draw.weighted(v1 ? (wishes.smeBitV1 ?? SME_BIT_V1) : SME_BIT_V2),
    flush: within(draw, draw.weighted(wishes.flush ?? FLUSH), limits.flush),
    queued: within(draw, draw.weighted(wishes.queued ?? QUEUED), limits.queued),
    domainType,
    domains: within(draw, draw.weighted(wishes.domains ?? DOMAINS), limits.domains),
    assumptions: options.assumptions,
  };
}

interface Space {
  readonly vasz: number;
  readonly topLevel: Level;
}

function drawSpaceV1(draw: Draw, wishes: ConfigWishes, options: GeneratorOptions): Space {
  const limits = options.capabilities.limits;
  const vasz = within(draw, draw.weighted(wishes.vaszV1 ?? VASZ_V1), limits.vasz);
  const wanted = draw.weighted(wishes.topLevelV1 ?? TOP_LEVEL_V1);
  // A top whose items span the whole space or more is none (page-tables.md 3.5); the old driver starts at 2 (5.1).
  if (options.contract === 'io-pgtable' || itemLg(wanted) >= vasz) return { vasz, topLevel: 2 };
  const levels = limits.topLevel?.filter((level) => itemLg(level) < vasz);
  return { vasz, topLevel: within(draw, wanted, levels) };
}

/** 4 levels and 47 bits, or 5 levels and 56 bits (page-tables.md 2.3). */
const SPACES_V2: readonly Space[] = [
  { vasz: 47, topLevel: 3 },
  { vasz: 56, topLevel: 4 },
];

function drawSpaceV2(draw: Draw, options: GeneratorOptions): Space {
  const { topLevel, vasz } = options.capabilities.limits;
  const fits = SPACES_V2.filter(
    (space) => (topLevel?.includes(space.topLevel) ?? true) && (vasz?.includes(space.vasz) ?? true),
  );
  return draw.pick(fits.length > 0 ? fits : SPACES_V2);
}
