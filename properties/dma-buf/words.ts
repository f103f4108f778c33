import type { DmaBufConfig, ExporterConfig, ImporterConfig } from '../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, ExportOp } from '../../model/vocabulary/dma-buf/op';
import type { DmaBufEvent, DmaBufOutcome } from '../../model/vocabulary/dma-buf/outcome';
import { errnoText } from '../../model/vocabulary/errno';
import { address } from '../plain/words';

const ranges = (all: ExportOp['ranges']): string =>
  all.map(({ offset, length }) => `${address(offset)}+${address(length)}`).join(' ') || 'none';

/** The fields of a record but its name, each that says something. */
const fields = ({ op: _op, ...rest }: DmaBufOp): string =>
  Object.entries(rest)
    .flatMap(([key, value]) => (value === false || value === null ? [] : [`${key} ${valueText(value)}`]))
    .join(', ');

function valueText(value: unknown): string {
  if (typeof value === 'bigint') return address(value);
  if (typeof value === 'number') return value < 0 ? errnoText(value) : String(value);
  if (typeof value === 'object' && value !== null)
    return Object.values(value)
      .map((part) => valueText(part))
      .join(' ');
  return String(value);
}

function exportText(op: ExportOp): string {
  const flags = [op.get && 'GET', op.set && 'SET', op.probe && 'PROBE', op.otherFlags && 'other'].filter(Boolean);
  const odd = [
    ...(op.argsz === 24 ? [] : [`argsz ${op.argsz}`]),
    ...(op.flags === 0 ? [] : [`flags ${op.flags}`]),
    ...(op.unreadable === null ? [] : [`${op.unreadable} unreadable`]),
    ...(op.fail === null ? [] : [`${valueText(op.fail)} fails`]),
  ];
  const what = [`device ${op.device} BAR${op.region}`, `ranges ${ranges(op.ranges)}`, ...odd].join(', ');
  return `export ${op.buf} (${flags.join('|') || 'no flags'}: ${what})`;
}

/** One op in one line. */
export function describeOp(op: DmaBufOp): string {
  switch (op.op) {
    case 'export':
      return exportText(op);
    case 'command':
      return `command(device ${op.device}, memory ${op.memory ? 'on' : 'off'}${op.fail === null ? '' : `, ${valueText(op.fail)} fails`})`;
    default:
      return `${op.op}(${fields(op)})`;
  }
}

/** One event in a few words. */
export function eventText(event: DmaBufEvent): string {
  switch (event.event) {
    case 'zap':
      return `zap of device ${event.device}`;
    case 'invalidate':
      return `${event.attachment} told that ${event.buf} is ${event.revoked ? 'revoked' : 'not revoked'}`;
    case 'act':
      return `${event.act} on device ${event.device}`;
    case 'waits':
      return `device ${event.device} waits for ${event.for}${event.buf === null ? '' : ` of ${event.buf}`}`;
    case 'returned':
      return `${event.op} of device ${event.device} returns ${errnoText(event.value)}`;
    case 'reserve':
      return `${event.mapping}: reserve ${address(event.bytes)} → ${placeText(event.address)}`;
    case 'link':
      return `${event.mapping}: link ${address(event.paddr)}+${address(event.bytes)} at offset ${address(event.offset)}${tail(event)} → ${errnoText(event.value)}`;
    case 'sync':
      return `${event.mapping}: sync ${address(event.bytes)} → ${errnoText(event.value)}`;
    case 'destroy':
      return `${event.mapping}: destroy, ${address(event.bytes)} linked${tail(event)}`;
    case 'mapPhys':
      return `${event.mapping}: map ${address(event.paddr)}+${address(event.bytes)}${tail(event)} → ${placeText(event.address)}`;
    case 'unmapPhys':
      return `${event.mapping}: unmap ${address(event.address)}+${address(event.bytes)}${tail(event)}`;
  }
}

const placeText = (at: bigint | null): string => (at === null ? 'refused' : address(at));
const tail = ({ direction, mmio }: { readonly direction: string; readonly mmio: boolean }): string =>
  ` ${direction}${mmio ? ' MMIO' : ''}`;

/** What came of an op, in words. */
export function describeOutcome(_op: DmaBufOp, { end, value, bytes, events }: DmaBufOutcome): string {
  const result = value === null ? end : errnoText(value);
  const unmapped = bytes === null ? '' : `, ${address(bytes)} bytes`;
  return [`${result}${unmapped}`, ...events.map(eventText)].join('; ');
}

function exporterText(exporter: ExporterConfig, index: number): string {
  const bars = exporter.bars.flatMap(({ kind, base, bytes, claimed }, i) =>
    kind === 'absent' ? [] : [`BAR${i} ${kind} ${address(base)}+${address(bytes)}${claimed ? '' : ' unclaimed'}`],
  );
  const odd = [
    ...(exporter.driver === 'vfio-pci' ? [] : [`driver ${exporter.driver}`]),
    ...(exporter.providers ? [] : ['no providers']),
    ...(exporter.virtualFunction ? ['VF'] : []),
    ...(exporter.memoryBit ? [] : ['memory off']),
    ...(exporter.resets ? [] : ['no reset']),
    ...(exporter.flr ? [] : ['no FLR']),
    ...(exporter.busOffset === 0n ? [] : [`bus offset ${address(exporter.busOffset)}`]),
  ];
  return `device ${index}: ${[...bars, ...odd].join(', ')}`;
}

function importerText({ kind, unmapsInCallback, reach, dma }: ImporterConfig, index: number): string {
  const way =
    dma.path === 'direct'
      ? `direct up to ${address(dma.mask)}${dma.forceBounce ? ', bounced' : ''}`
      : `IOVAs ${dma.windows.map(({ base, bytes }) => `${address(base)}+${address(bytes)}`).join(' ')}`;
  return `importer ${index}: ${kind}${unmapsInCallback ? ', unmaps in its callback' : ''}, ${reach.join(' ')}, ${way}`;
}

/** A configuration in one line. */
export const describeConfig = ({ pageLg, hasDmaBuf, exporters, importers }: DmaBufConfig): string =>
  [
    `${2 ** (pageLg - 10)}K pages`,
    ...(hasDmaBuf ? [] : ['no dma-buf']),
    ...exporters.map(exporterText),
    ...importers.map(importerText),
  ].join('; ');
