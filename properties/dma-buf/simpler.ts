import type { Bar, DmaBufConfig, ExporterConfig, ImporterConfig } from '../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, ExportOp } from '../../model/vocabulary/dma-buf/op';

/** Ops simpler than `op`, simplest first: nothing fails, one range, whole pages at the start. */
export function* simplerOps(op: DmaBufOp): Iterable<DmaBufOp> {
  switch (op.op) {
    case 'export':
      yield* simplerExports(op);
      return;
    case 'map':
      if (op.fail !== null) yield { ...op, fail: null };
      if (op.direction !== 'BIDIRECTIONAL') yield { ...op, direction: 'BIDIRECTIONAL' };
      return;
    case 'addFence':
      if (op.usage !== 'write') yield { ...op, usage: 'write' };
      return;
    case 'reset':
      if (op.result !== 0) yield { ...op, result: 0 };
      return;
    case 'flr':
      if (op.result !== 0) yield { ...op, result: 0 };
      if (op.via !== 'pcie') yield { ...op, via: 'pcie' };
      return;
    case 'hotReset':
      yield { op: 'reset', device: op.device, result: 0 };
      if (op.result !== 0) yield { ...op, result: 0 };
      if (op.foreign !== null) yield { ...op, foreign: null };
      if (op.contended !== null) yield { ...op, contended: null };
      return;
    case 'command':
      if (op.fail !== null) yield { ...op, fail: null };
      return;
    case 'power':
      if (op.refused) yield { ...op, refused: false };
      if (op.state === 1 || op.state === 2) yield { ...op, state: 0 };
      return;
    case 'lowPowerEntryWithWakeup':
      yield { op: 'lowPowerEntry', device: op.device };
      return;
    case 'mapFile':
      if (op.start !== 0n) yield { ...op, start: 0n };
      if (op.iova !== 0n) yield { ...op, iova: 0n };
      if (!op.read || !op.write) yield { ...op, read: true, write: true };
      return;
    case 'copyArea':
      if (op.iova > 0x20_0000n) yield { ...op, iova: 0x20_0000n };
      return;
    default:
      return;
  }
}

function* simplerExports(op: ExportOp): Iterable<ExportOp> {
  const { ranges } = op;
  if (op.fail !== null) yield { ...op, fail: null };
  if (op.unreadable !== null) yield { ...op, unreadable: null };
  if (op.flags !== 0) yield { ...op, flags: 0 };
  if (op.openFlags !== 2) yield { ...op, openFlags: 2 };
  if (op.probe || op.set || !op.get) yield { ...op, probe: false, set: false, get: true };
  if (ranges.length > 2) yield { ...op, ranges: ranges.slice(0, 2) };
  for (let i = ranges.length - 1; i >= 0 && ranges.length > 1; i--) yield { ...op, ranges: ranges.toSpliced(i, 1) };
  for (const [i, { offset, length }] of ranges.entries()) {
    if (offset !== 0n) yield { ...op, ranges: ranges.with(i, { offset: 0n, length }) };
    if (length > 0x1000n && length % 0x1000n === 0n)
      yield { ...op, ranges: ranges.with(i, { offset, length: 0x1000n }) };
  }
}

const ABSENT: Bar = { kind: 'absent', base: 0n, bytes: 0n, claimed: false };

/** Configurations simpler than `config`, simplest first: fewer devices at the end, plain ones, plenty of space. */
export function* simplerConfigs(config: DmaBufConfig): Iterable<DmaBufConfig> {
  const { exporters, importers } = config;
  if (importers.length > 1) yield { ...config, importers: importers.slice(0, -1) };
  if (exporters.length > 1)
    yield {
      ...config,
      exporters: exporters.slice(0, -1),
      importers: importers.map((importer) => ({ ...importer, reach: importer.reach.slice(0, -1) })),
    };
  if (config.pageLg !== 12) yield { ...config, pageLg: 12 };
  for (const [i, exporter] of exporters.entries())
    for (const simpler of simplerExporters(exporter)) yield { ...config, exporters: exporters.with(i, simpler) };
  for (const [i, importer] of importers.entries())
    for (const simpler of simplerImporters(importer)) yield { ...config, importers: importers.with(i, simpler) };
}

function* simplerExporters(exporter: ExporterConfig): Iterable<ExporterConfig> {
  const { bars, busOffset, virtualFunction, memoryBit, resets, flr } = exporter;
  if (bars.some(({ kind }, i) => i > 0 && kind !== 'absent'))
    yield { ...exporter, bars: bars.map((bar, i) => (i === 0 ? bar : ABSENT)) };
  if (busOffset !== 0n) yield { ...exporter, busOffset: 0n };
  if (virtualFunction) yield { ...exporter, virtualFunction: false };
  if (!memoryBit || !resets || !flr) yield { ...exporter, memoryBit: true, resets: true, flr: true };
}

function* simplerImporters(importer: ImporterConfig): Iterable<ImporterConfig> {
  const { reach, dma } = importer;
  if (reach.some((type) => type !== 'BUS_ADDR')) yield { ...importer, reach: reach.map(() => 'BUS_ADDR') };
  if (dma.path === 'iommu' && dma.windows.length > 1)
    yield { ...importer, dma: { path: 'iommu', windows: dma.windows.slice(0, 1) } };
  if (!importer.unmapsInCallback) yield { ...importer, unmapsInCallback: true };
}
