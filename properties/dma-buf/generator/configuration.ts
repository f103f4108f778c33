import type { DmaBufAssumptions } from '../../../model/vocabulary/dma-buf/assumption';
import type {
  Bar,
  DmaBufConfig,
  ExporterConfig,
  ImporterConfig,
  ImporterDma,
  MapType,
  Span,
} from '../../../model/vocabulary/dma-buf/config';
import { Weights, type Draw } from '../../engine/draw';
import { BAR_PAGES, DEVICE_STRIDE, FIRST_BAR, LARGE_BAR, TOP } from './bounds';
import type { Theme } from './themes';

const PAGE_LGS = new Weights([
  [8, 12],
  [1, 14],
  [1, 16],
]);
const DRIVERS = new Weights<ExporterConfig['driver']>([
  [44, 'vfio-pci'],
  [1, 'noRanges'],
  [1, 'noFeature'],
]);
const KINDS = new Weights<ImporterConfig['kind']>([
  [7, 'revocable'],
  [2, 'pinned'],
  [1, 'static'],
]);
const MAP_TYPES = new Weights<MapType>([
  [4, 'BUS_ADDR'],
  [6, 'THRU_HOST_BRIDGE'],
  [1, 'NOT_SUPPORTED'],
]);
const MASKS = [TOP - 1n, (1n << 32n) - 1n];

export function drawConfig(draw: Draw, theme: Theme, assumptions: DmaBufAssumptions): DmaBufConfig {
  const pageLg = draw.weighted(PAGE_LGS);
  const page = BigInt(2 ** pageLg);
  const exporters = Array.from({ length: 1 + draw.int(theme.devices) }, (_, i) => drawExporter(draw, theme, i, page));
  const importers = Array.from({ length: 2 + draw.int(2) }, (_, i) => drawImporter(draw, theme, exporters, i, page));
  return {
    assumptions,
    pageLg,
    hasDmaBuf: !draw.chance(theme.odd),
    exporters,
    importers,
    ioas: { domains: 2, reserved: [{ base: 0xfee0_0000n, bytes: 0x10_0000n }] },
  };
}

function drawExporter(draw: Draw, theme: Theme, index: number, page: bigint): ExporterConfig {
  const base = FIRST_BAR + BigInt(index) * DEVICE_STRIDE;
  const bytes = theme.large ? LARGE_BAR : page * BigInt(2 + draw.int(BAR_PAGES - 1));
  const absent: Bar = { kind: 'absent', base: 0n, bytes: 0n, claimed: false };
  return {
    bars: [
      { kind: 'memory', base, bytes, claimed: true },
      absent,
      { kind: 'io', base: 0x1000n, bytes: 0x1_0000n, claimed: true },
      { kind: 'memory', base: base + LARGE_BAR, bytes: page * 4n, claimed: !draw.chance(50) },
      // Smaller than a page: never to be exported.
      { kind: 'memory', base: base + 2n * LARGE_BAR, bytes: page / 2n, claimed: true },
      absent,
    ],
    busOffset: draw.chance(50) ? 0n : TOP - (FIRST_BAR - 0x1_0000_0000n),
    driver: draw.chance(theme.odd * 3) ? draw.weighted(DRIVERS) : 'vfio-pci',
    providers: !draw.chance(theme.odd),
    virtualFunction: draw.chance(15),
    memoryBit: !draw.chance(theme.odd),
    resets: !draw.chance(8),
    flr: !draw.chance(15),
  };
}

/** One importer at least can attach. */
const drawImporter = (
  draw: Draw,
  theme: Theme,
  exporters: readonly ExporterConfig[],
  index: number,
  page: bigint,
): ImporterConfig => ({
  kind: index === 0 ? 'revocable' : draw.weighted(KINDS),
  unmapsInCallback: draw.chance(60),
  reach: exporters.map(() => draw.weighted(MAP_TYPES)),
  dma: drawDma(draw, theme, exporters, page),
});

function drawDma(draw: Draw, { large }: Theme, exporters: readonly ExporterConfig[], page: bigint): ImporterDma {
  if (draw.chance(65)) return { path: 'iommu', windows: drawWindows(draw, large, page) };
  const [{ base, bytes }] = draw.pick(exporters).bars as [Bar];
  // The last byte of a BAR, and the one before it: off by one shows.
  const edges = [base + bytes - 1n, base + bytes - 2n, base + page - 1n];
  return {
    path: 'direct',
    mask: draw.chance(60) ? MASKS[0]! : draw.pick([...MASKS, ...edges]),
    forceBounce: draw.chance(10),
  };
}

/** IOVA space: plenty; or pieces, so small that a whole buffer finds no place where its ranges do. */
function drawWindows(draw: Draw, large: boolean, page: bigint): readonly Span[] {
  const unit = large ? 1n << 32n : page;
  if (draw.chance(55)) return [{ base: draw.pick([0n, 0xffc0_0000n]), bytes: unit * 64n }];
  let base = draw.pick([0n, 0x1_0000_0000n]);
  return Array.from({ length: 2 + draw.int(3) }, () => {
    const window = { base, bytes: unit * BigInt(1 + draw.int(4)) };
    base += window.bytes + unit;
    return window;
  });
}
