import type { ImporterCall } from '../../../../model/vocabulary/host/op';
import type { Context, Protocol } from '../context';
import type { ImportArea, Span } from './area';

/** A call that imports a BAR. */
export type ImportCall = ImporterCall & { readonly call: 'importBar' };

/** A span that was mapped for one port. */
export interface MappedSpan {
  readonly port: number;
  readonly span: Span;
}

/** The decisions about exported and imported BARs that could be wrong, layer by layer. */
export interface ImportParts {
  /** IOMMU_MMIO in what iommufd passes on for a dma-buf. dma-mmio.md 6.2. */
  readonly iommufdMmio: boolean;
  /** IOMMU_MMIO in what the DMA API makes of DMA_ATTR_MMIO. dma-mmio.md 4.3. */
  readonly dmaApiMmio: boolean;
  /** IOMMU_MMIO for a run of type1. dma-mmio.md 5.6, REQUIRED. */
  readonly type1Mmio: (isReserved: boolean) => boolean;
  /** The runs that type1 pins, each for one call. dma-mmio.md 5.3. */
  pinRuns(ctx: Context, call: ImportCall): readonly Span[];
  /** What type1 maps for a port that comes later. dma-mmio.md 5.6 (b), D5-1. */
  replaySpans(area: ImportArea): readonly Span[];
  /** The exporter lets the importer have the BAR as it is now: private MMIO at T=1 alone. dma-mmio.md 3.4. */
  mayImport(ctx: Context, importer: number, bar: number): boolean;
  /** The IOVA range may be used: where requests go by address, and at T=1. dma-mmio.md 7.3. */
  mayUse(ctx: Context, importer: number, spans: readonly Span[]): boolean;
  /** iommu_map failed after `n` pages: takes its own work back. */
  undoSpan(ctx: Context, importer: number, port: number, span: Span, n: number): Protocol;
  /** A map call failed: takes back what was mapped before it, newest first. dma-mmio.md 5.4, 7.3. */
  undoMap(ctx: Context, importer: number, mapped: readonly MappedSpan[]): Protocol;
  /** Ports that iommufd unmaps a revoked area from. dma-mmio.md 6.3. */
  portsToRevoke(ctx: Context, importer: number): readonly number[];
  /** Comes back when no line of the port, wherever it is kept, leads to the range any more. */
  flushPort(ctx: Context, importer: number, port: number, iova: number, n: number): Protocol;
  /** Revoke waits for the fences of the buffer, and for unmaps. dma-mmio.md 1.6. */
  awaitFences(ctx: Context, bar: number): Protocol;
  awaitUnmaps(ctx: Context, bar: number): Protocol;
  /** Before an interface is locked or unlocked: nobody may keep a mapping of its BARs. dma-mmio.md 3.4. */
  withdrawBars(ctx: Context, device: number): Protocol;
}
