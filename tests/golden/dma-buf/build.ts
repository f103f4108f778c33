/** Rows of dma-mmio.md 10: what they begin with, and what is expected of each op. */
import { DEFAULT_DMA_BUF_ASSUMPTIONS, type DmaBufAssumptions } from '../../../model/vocabulary/dma-buf/assumption';
import type {
  Bar,
  DmaBufConfig,
  ExporterConfig,
  ImporterConfig,
  MapType,
} from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, ExportOp, Name } from '../../../model/vocabulary/dma-buf/op';
import type { BufState, BufView, Iopte } from '../../../model/vocabulary/dma-buf/view';

/** What is expected of one op, and of the state after it; what is left out may be anything. */
export interface GoldenStep {
  readonly op: DmaBufOp;
  /** `returned` where left out. */
  readonly end?: 'blocked' | 'waits' | 'absent';
  /** 0 where left out, and the call is over. */
  readonly value?: number;
  readonly bytes?: bigint;
  /** Attachments that are called back, in order. */
  readonly told?: readonly Name[];
  /** Calls of the DMA API, in order. */
  readonly dma?: readonly string[];
  /** Spans that are unmapped: address and bytes. */
  readonly unmapped?: readonly (readonly [bigint, bigint])[];
  /** What a call that waited returns in this step. */
  readonly returned?: number;
  readonly states?: Readonly<Record<Name, BufState | 'FREED'>>;
  readonly buf?: readonly [Name, Partial<BufView>];
  /** Registration references of device 0. */
  readonly registrations?: number;
  /** Entries of a mapping. */
  readonly entries?: readonly [Name, readonly (readonly [address: bigint, bytes: bigint])[]];
  /** IOPTEs of importer 0. */
  readonly leads?: readonly (readonly [iova: bigint, Iopte | null])[];
  /** IOPTEs of domain 0 of the IOAS. */
  readonly domain?: readonly (readonly [iova: bigint, Iopte | null])[];
}

/** One row: ID in the document, where it differs from the configuration of 10, and its ops. */
export interface GoldenDmaBufRow {
  readonly id: string;
  readonly assume?: Partial<DmaBufAssumptions>;
  readonly config?: Partial<DmaBufConfig>;
  readonly steps: readonly GoldenStep[];
}

export const BAR0 = 0x40_0000_0000n;
const absent: Bar = { kind: 'absent', base: 0n, bytes: 0n, claimed: false };

/** The device of dma-mmio.md 10: BAR0 of 256 MiB, BAR1 its upper half, BAR2 I/O ports. */
export const DEVICE: ExporterConfig = {
  bars: [
    { kind: 'memory', base: BAR0, bytes: 0x1000_0000n, claimed: true },
    absent,
    { kind: 'io', base: 0x1000n, bytes: 0x1000n, claimed: true },
    absent,
    absent,
    absent,
  ],
  busOffset: 0n,
  driver: 'vfio-pci',
  providers: true,
  virtualFunction: false,
  memoryBit: true,
  resets: true,
  flr: true,
};

/** The device with another BAR0. */
export const withBar = (bytes: bigint): ExporterConfig => ({
  ...DEVICE,
  bars: [{ kind: 'memory', base: BAR0, bytes, claimed: true }, ...DEVICE.bars.slice(1)],
});

export const ALL_64 = 2n ** 64n - 1n;

const importer = (fields: Partial<ImporterConfig> = {}): ImporterConfig => ({
  kind: 'revocable',
  unmapsInCallback: true,
  reach: ['BUS_ADDR', 'BUS_ADDR'],
  dma: { path: 'direct', mask: ALL_64, forceBounce: false },
  ...fields,
});

/** Importers: one that lets go in its callback, one that does so later, one without a callback, one without ops. */
export const AT_ONCE = 0;
export const LATER = 1;
export const PINNED = 2;
export const STATIC = 3;
const IMPORTERS = [
  importer(),
  importer({ unmapsInCallback: false }),
  importer({ kind: 'pinned' }),
  importer({ kind: 'static' }),
];

export const configOf = ({ assume, config }: Pick<GoldenDmaBufRow, 'assume' | 'config'>): DmaBufConfig => {
  const exporters = config?.exporters ?? [DEVICE];
  const importers = (config?.importers ?? IMPORTERS).map((each) => ({
    ...each,
    reach: each.reach.slice(0, exporters.length),
  }));
  return {
    pageLg: 12,
    hasDmaBuf: true,
    ioas: { domains: 2, reserved: [{ base: 0xfee0_0000n, bytes: 0x10_0000n }] },
    ...config,
    assumptions: { ...DEFAULT_DMA_BUF_ASSUMPTIONS, ...assume },
    exporters,
    importers,
  };
};

/** One importer, as the rows of 10.3 have it. */
export const only = (type: MapType, dma: ImporterConfig['dma']): readonly ImporterConfig[] => [
  importer({ reach: [type], dma }),
];
export const direct = (mask = ALL_64, forceBounce = false): ImporterConfig['dma'] => ({
  path: 'direct',
  mask,
  forceBounce,
});
export const iommu = (...windows: readonly (readonly [base: bigint, bytes: bigint])[]): ImporterConfig['dma'] => ({
  path: 'iommu',
  windows: windows.map(([base, bytes]) => ({ base, bytes })),
});

type Ranges = readonly (readonly [offset: bigint, length: bigint])[];

/** X(region, …, ranges) of dma-mmio.md 10, of buffer `b`, with what is left to say. */
export const X = (ranges: Ranges, fields: Partial<ExportOp> = {}): ExportOp => ({
  op: 'export',
  buf: 'b',
  device: 0,
  argsz: 24,
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
  ...fields,
});

export const PAGE: Ranges = [[0n, 0x1000n]];

export const attach = (attachment: Name, by = AT_ONCE, buf = 'b'): DmaBufOp => ({
  op: 'attach',
  attachment,
  buf,
  importer: by,
});
export const map = (
  mapping: Name,
  attachment = 'a',
  fail: Extract<DmaBufOp, { op: 'map' }>['fail'] = null,
): DmaBufOp => ({
  op: 'map',
  mapping,
  attachment,
  direction: 'BIDIRECTIONAL',
  fail,
});
export const unmap = (mapping: Name): DmaBufOp => ({ op: 'unmap', mapping });
export const reset = (result = 0): DmaBufOp => ({ op: 'reset', device: 0, result });
export const command = (memory: boolean): DmaBufOp => ({ op: 'command', device: 0, memory, fail: null });
export const power = (state: 0 | 1 | 2 | 3): DmaBufOp => ({ op: 'power', device: 0, state, refused: false });
export const onDevice = (op: 'open' | 'close' | 'lowPowerEntry' | 'lowPowerExit' | 'suspend' | 'wakeup'): DmaBufOp => ({
  op,
  device: 0,
});
export const entryWithWakeup = (
  argument: Extract<DmaBufOp, { op: 'lowPowerEntryWithWakeup' }>['argument'] = 'ok',
): DmaBufOp => ({ op: 'lowPowerEntryWithWakeup', device: 0, argument });

type MapFileOp = Extract<DmaBufOp, { op: 'mapFile' }>;
/** MAP_FILE of `b`, for reading and writing. */
export const mapFile = (area: Name, fields: Partial<MapFileOp>): MapFileOp => ({
  op: 'mapFile',
  area,
  target: { kind: 'buf', buf: 'b' },
  start: 0n,
  length: 0x1000n,
  iova: 0x20_0000n,
  read: true,
  write: true,
  otherFlags: false,
  badIoas: false,
  ...fields,
});
