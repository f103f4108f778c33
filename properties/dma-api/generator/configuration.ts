import type { DmaApiAssumptions } from '../../../model/vocabulary/dma-api/assumption';
import type {
  Bar,
  BouncePool,
  DmaApiConfig,
  DmaDevice,
  DmaPath,
  RangeMapRow,
  Span,
} from '../../../model/vocabulary/dma-api/config';
import { isGuest, type Platform } from '../../../model/vocabulary/dma-api/platform';
import type { NodeIndex } from '../../../model/vocabulary/dma-api/topology';
import { Weights, type Draw } from '../../engine/draw';
import { limitOf } from '../limit';
import {
  BAR_GRANULES,
  HIGH_BAR,
  HIGH_RAM,
  HIGH_STRIDE,
  LOW_BAR,
  LOW_STRIDE,
  POOLS,
  PRIVATE_RAM,
  SHARED_RAM,
} from './bounds';
import { drawPlatform } from './platform';
import type { Theme } from './themes';
import { drawTopology } from './topology';

const GRANULE_LGS = new Weights([
  [8, 12],
  [1, 14],
  [1, 16],
]);
const ALL = (1n << 64n) - 1n;
const LOW_4G = (1n << 32n) - 1n;

export function drawConfig(draw: Draw, theme: Theme, assumptions: DmaApiAssumptions): DmaApiConfig {
  const granuleLg = draw.weighted(GRANULE_LGS);
  const platform = drawPlatform(draw, theme.platforms);
  const count = 2 + draw.int(3);
  const { topology, functions } = drawTopology(draw, count);
  const drawn: Context = { draw, theme, platform, granule: 1n << BigInt(granuleLg) };
  return {
    assumptions,
    granuleLg,
    platform,
    topology,
    devices: functions.map((node, i) => drawDevice(drawn, i, i > 0 && draw.chance(theme.nonPci) ? null : node, node)),
    pools: POOLS.map((base, i) => drawPool(drawn, base, i === 0 || draw.chance(40))),
    ram: [
      { ...PRIVATE_RAM, shared: false },
      { ...SHARED_RAM, shared: true },
      { ...HIGH_RAM, bytes: HIGH_RAM.bytes / 2n, shared: false },
    ],
  };
}

interface Context {
  readonly draw: Draw;
  readonly theme: Theme;
  readonly platform: Platform;
  readonly granule: bigint;
}

/** So few slots that a case can use them up, but for the largest granules. */
const drawPool = ({ draw, granule }: Context, base: bigint, shared: boolean): BouncePool => ({
  base,
  slots: Number(granule / 2048n) * draw.pick([3, 9]),
  shared,
});

function drawDevice(drawn: Context, index: number, node: NodeIndex | null, place: NodeIndex): DmaDevice {
  const { draw, theme, platform } = drawn;
  const bars = node === null ? [] : drawBars(drawn, index);
  const dma = drawPath(draw, theme);
  const dmaMask = draw.chance(2) ? null : drawMask(drawn, bars);
  const tdisp = isGuest(platform.kind) && draw.chance(70);
  const coherent = draw.chance(60);
  const busLimit = draw.chance(80) ? 0n : drawMask(drawn, bars);
  return {
    node,
    ancestor: node === null && draw.chance(60) ? place : null,
    dma,
    coherent,
    dmaMask,
    coherentMask: draw.chance(68) ? (dmaMask ?? ALL) : drawMask(drawn, bars),
    busLimit,
    rangeMap: draw.chance(85) ? null : drawRangeMap(draw),
    forceBounce: draw.chance(theme.forced),
    pool: draw.chance(6) ? null : draw.chance(78) ? 0 : 1,
    untrusted: node !== null && draw.chance(theme.untrusted),
    kmallocAlign: draw.chance(25) ? 128n : 0n,
    windows: drawWindows(drawn, limitOf({ dmaMask, busLimit })),
    bars,
    nonMappableBars: node !== null && draw.chance(4),
    providers: node !== null && draw.chance(index === 0 ? 97 : 75),
    tdisp,
    locked: tdisp && draw.chance(50),
  };
}

/** A BAR below 4 GiB, one above, one of I/O ports; bus addresses the CPU's, or others. */
function drawBars({ draw, granule }: Context, index: number): readonly Bar[] {
  const absent: Bar = { kind: 'absent', base: 0n, bytes: 0n, bus: 0n, tee: false };
  const bytes = BAR_GRANULES * granule;
  const low = LOW_BAR + BigInt(index) * LOW_STRIDE;
  const high = HIGH_BAR + BigInt(index) * HIGH_STRIDE;
  const busOf = (base: bigint): bigint =>
    draw.chance(60) ? base : draw.chance(50) ? base - LOW_BAR : base + (1n << 40n);
  return [
    { kind: 'memory', base: low, bytes, bus: busOf(low), tee: draw.chance(80) },
    absent,
    { kind: 'io', base: 0x1000n, bytes: 0x100n, bus: 0x1000n, tee: false },
    { kind: 'memory', base: high, bytes, bus: busOf(high), tee: draw.chance(60) },
    absent,
    absent,
  ];
}

const PATHS = { direct: { path: 'direct' }, iommu: { path: 'iommu' } } as const;
/** The end of RAM, within it, or behind the BARs below 4 GiB: a window is for RAM, whatever lies in it. */
const WINDOW_ENDS = [PRIVATE_RAM.base + PRIVATE_RAM.bytes, PRIVATE_RAM.base + 0x2000n, LOW_4G, LOW_4G];
const LEGACY_OPS = ['absent', 'refusesMmio', 'refusesMmio', 'xenSwiotlb', 'arm32', 'powerTce'] as const;

function drawPath(draw: Draw, theme: Theme): DmaPath {
  const path = draw.weighted(theme.paths);
  if (path !== 'legacy') return PATHS[path];
  return {
    path,
    ops: draw.pick(LEGACY_OPS),
    bypass: draw.chance(30),
    requiredMask: draw.pick([LOW_4G, LOW_4G + 1n, ALL]),
    directWindow: draw.chance(60) ? 0n : draw.pick(WINDOW_ENDS),
  };
}

/** Everything, 32 bits, the last byte of something or the one before it (off by one shows), and the bits of aliases. */
function drawMask({ draw, platform, granule }: Context, bars: readonly Bar[]): bigint {
  if (draw.chance(58)) return ALL;
  const { cBit, ipaBits } = platform;
  const aliases = [...(cBit === 0 ? [] : [1n << BigInt(cBit)]), ...(ipaBits === 0 ? [] : [1n << BigInt(ipaBits - 1)])];
  const bar = bars[0]?.base ?? LOW_BAR;
  const ends = [
    LOW_4G + 1n,
    LOW_4G + 1n,
    bar + granule,
    bar + 2n * granule,
    PRIVATE_RAM.base + granule,
    POOLS[0] + granule,
  ];
  const end = draw.pick([...ends, ...aliases, ...aliases]);
  return draw.chance(70) ? end - 1n : draw.pick([end - 2n, end]);
}

/** What covers little, what moves everything, and what moves RAM alone. dma-mmio.md 4.2, BG80. */
function drawRangeMap(draw: Draw): readonly RangeMapRow[] {
  return draw.pick([
    [{ cpu: 0n, dma: 0n, bytes: 0x8000_0000n }],
    [{ cpu: 0n, dma: 0x10_0000_0000n, bytes: 1n << 42n }],
    [
      { cpu: PRIVATE_RAM.base, dma: 0x8000_0000n, bytes: PRIVATE_RAM.bytes },
      { cpu: LOW_BAR, dma: 0xc000_0000n, bytes: LOW_STRIDE },
      { cpu: POOLS[0], dma: 0xd000_0000n, bytes: 0x1000_0000n },
    ],
  ]);
}

/** IOVA space: plenty, so little that it runs out, a part above 4 GiB, or where the addresses of the device end. */
function drawWindows({ draw, granule }: Context, limit: bigint | null): readonly Span[] {
  const few = { base: 16n * granule, bytes: granule * BigInt(2 + draw.int(8)) };
  const plenty = { base: 0xf000_0000n, bytes: granule * 64n };
  const high = { base: 0x8_0000_0000n, bytes: granule * 32n };
  const last = limit === null ? 0n : limit - (limit % granule);
  const edge = { base: last - 2n * granule, bytes: 4n * granule };
  if (last > 2n * granule && edge.base + edge.bytes <= ALL && draw.chance(20)) return [edge];
  return draw.pick([[plenty], [few], [few, high], [few, plenty, high], [plenty, high], [high]]);
}
