import { DmaAttr } from '../../model/vocabulary/dma-api/attrs';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import type { DmaApiEvent, DmaApiOutcome } from '../../model/vocabulary/dma-api/outcome';
import { errnoText } from '../../model/vocabulary/errno';
import { protText } from '../../model/vocabulary/prot';
import { address } from '../plain/words';

/** `MMIO|CC_SHARED`, or `none`. */
export function attrsText(attrs: number): string {
  const names = Object.entries(DmaAttr).flatMap(([name, bit]) => ((attrs & bit) !== 0 ? [name] : []));
  return names.join('|') || 'none';
}

/** The fields of an op but its name, each that says something. */
const fields = ({ op: _op, ...rest }: DmaApiOp): string =>
  Object.entries(rest)
    .flatMap(([key, value]) => (value === null || value === false ? [] : [`${key} ${fieldText(key, value)}`]))
    .join(', ');

function fieldText(key: string, value: unknown): string {
  if (key === 'attrs') return attrsText(value as number);
  if (key === 'control') return `0x${(value as number).toString(16)}`;
  return valueText(value);
}

function valueText(value: unknown): string {
  if (typeof value === 'bigint') return address(value);
  if (typeof value === 'number') return value < 0 ? errnoText(value) : String(value);
  if (isRange(value)) return `${address(value.phys)}+${address(value.bytes)}`;
  if (typeof value === 'object' && value !== null)
    return (
      Object.values(value)
        .map((part) => valueText(part))
        .join(' ') || 'none'
    );
  return String(value);
}

const isRange = (value: unknown): value is { readonly phys: bigint; readonly bytes: bigint } =>
  typeof value === 'object' && value !== null && 'phys' in value && 'bytes' in value;

/** One op in one line. */
export const describeOp = (op: DmaApiOp): string => `${op.op}(${fields(op)})`;

const span = (base: bigint, bytes: bigint): string => `${address(base)}+${address(bytes)}`;

/** One event in a few words. */
export function eventText(event: DmaApiEvent): string {
  switch (event.event) {
    case 'cache':
      return `cache of ${span(event.phys, event.bytes)} for the ${event.target}`;
    case 'bounce':
    case 'unbounce':
      return `${event.event} ${span(event.phys, event.bytes)}, pool ${event.pool} slots ${event.slot}+${event.slots}`;
    case 'reserve':
    case 'release':
      return `${event.event} IOVA ${span(event.iova, event.bytes)} of device ${event.device}`;
    case 'iommuMap': {
      const what = `iommu_map of ${address(event.paddr)} at ${span(event.iova, event.bytes)} of device ${event.device}`;
      return `${what}, ${protText(event.prot)}${event.value === 0 ? '' : ` → ${errnoText(event.value)}`}`;
    }
    case 'iommuUnmap':
      return `iommu_unmap ${span(event.iova, event.bytes)} of device ${event.device}`;
    case 'flush':
      return `flush ${span(event.iova, event.bytes)} of device ${event.device} after ${event.after}`;
    case 'lookup':
      return `look-up of ${address(event.address)} of device ${event.device}`;
  }
}

/** What came of an op, in words. */
export function describeOutcome({ op }: DmaApiOp, outcome: DmaApiOutcome): string {
  const { end, value, address: at, entries, mapType, attrs, reports, events } = outcome;
  const said = [
    value === null ? end : op === 'distanceMany' ? String(value) : errnoText(value),
    ...(at === null ? [] : [`at ${address(at)}`]),
    ...(entries.length === 0 ? [] : [`at ${entries.map(address).join(' ')}`]),
    ...(mapType === null ? [] : [mapType]),
    ...(attrs === null ? [] : [`with ${attrsText(attrs)}`]),
    ...(reports.length === 0 ? [] : [`reported: ${reports.join(', ')}`]),
  ];
  return [said.join(', '), ...events.map(eventText)].join('; ');
}
