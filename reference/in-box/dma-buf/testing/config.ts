import { DEFAULT_DMA_BUF_ASSUMPTIONS } from '../../../../model/vocabulary/dma-buf/assumption';
import type { Bar, DmaBufConfig, ExporterConfig, ImporterConfig } from '../../../../model/vocabulary/dma-buf/config';
import type { ExportOp } from '../../../../model/vocabulary/dma-buf/op';

const ABSENT: Bar = { kind: 'absent', base: 0n, bytes: 0n, claimed: false };

/** dma-mmio.md 10: BAR0 of 256 MiB at 0x4000000000, BAR2 of I/O ports. */
export const EXPORTER: ExporterConfig = {
  bars: [
    { kind: 'memory', base: 0x4000000000n, bytes: 0x10000000n, claimed: true },
    ABSENT,
    { kind: 'io', base: 0x1000n, bytes: 0x100n, claimed: true },
    ABSENT,
    ABSENT,
    ABSENT,
  ],
  busOffset: 0n,
  driver: 'vfio-pci',
  providers: true,
  virtualFunction: false,
  memoryBit: true,
  resets: true,
  flr: true,
};

/** Behind an IOMMU, through the host; it unmaps when it is told to by the trace. */
export const IMPORTER: ImporterConfig = {
  kind: 'revocable',
  unmapsInCallback: false,
  reach: ['THRU_HOST_BRIDGE', 'THRU_HOST_BRIDGE'],
  dma: { path: 'iommu', windows: [{ base: 0xffc00000n, bytes: 0x10000n }] },
};

/** Two devices of one set, two importers: one of the above, one behind the same switch. */
export const CONFIG: DmaBufConfig = {
  assumptions: DEFAULT_DMA_BUF_ASSUMPTIONS,
  pageLg: 12,
  hasDmaBuf: true,
  exporters: [EXPORTER, EXPORTER],
  importers: [IMPORTER, { ...IMPORTER, reach: ['BUS_ADDR', 'BUS_ADDR'] }],
  ioas: { domains: 2, reserved: [] },
};

/** A GET call with the right argsz: [offset, length] each. */
export const exportOf = (buf: string, ...ranges: readonly (readonly [bigint, bigint])[]): ExportOp => ({
  op: 'export',
  buf,
  device: 0,
  argsz: 24 + 16 * ranges.length,
  get: true,
  set: false,
  probe: false,
  otherFlags: false,
  region: 0,
  openFlags: 2,
  flags: 0,
  ranges: ranges.map(([offset, length]) => ({ offset, length })),
  unreadable: null,
  fail: null,
});
