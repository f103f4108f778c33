import { errnoText } from '../../model/vocabulary/errno';
import { protText } from '../../model/vocabulary/prot';
import type { Area } from '../../model/vocabulary/vfio-type1/area';
import type { DomainConfig, IovaWindow, Type1Config } from '../../model/vocabulary/vfio-type1/config';
import type { MapOp, Type1Fault, Type1Op, UnmapOp } from '../../model/vocabulary/vfio-type1/op';
import type { Type1Event, Type1Outcome } from '../../model/vocabulary/vfio-type1/outcome';
import { address, pageAddress } from '../plain/words';

const rangeText = (at: bigint, bytes: bigint): string => `${address(at)}+${address(bytes)}`;
const framesText = (frame: number, frames: number): string => `${pageAddress(frame)}+${pageAddress(frames)}`;
const windowText = ({ first, last }: IovaWindow): string => `${address(first)}-${address(last)}`;

function faultText(fault: Type1Fault): string {
  const nth = 'nth' in fault ? ` ${fault.nth}` : '';
  const errno = 'errno' in fault ? ` with ${errnoText(fault.errno)}` : '';
  return `${fault.at}${nth} fails${errno}`;
}

const odd = ({ argument, otherFlags, fail }: MapOp | UnmapOp): readonly string[] => [
  ...(argument === 'ok' ? [] : [`argument ${argument}`]),
  ...(otherFlags ? ['unknown flags'] : []),
  ...(fail === null ? [] : [faultText(fail)]),
];

function mapText(op: MapOp): string {
  const flags = [op.read && 'READ', op.write && 'WRITE', op.updateVaddr && 'VADDR'].filter(Boolean).join('|');
  return `map(${[`iova ${rangeText(op.iova, op.size)}`, `vaddr ${address(op.vaddr)}`, flags || 'no flags', ...odd(op)].join(', ')})`;
}

function unmapText(op: UnmapOp): string {
  const flags = [...(op.all ? ['ALL'] : []), ...(op.invalidateVaddr ? ['VADDR'] : [])];
  return `unmap(${[`iova ${rangeText(op.iova, op.size)}`, ...flags, ...odd(op)].join(', ')})`;
}

/** One op in one line. */
export function describeOp(op: Type1Op): string {
  switch (op.op) {
    case 'map':
      return mapText(op);
    case 'unmap':
      return unmapText(op);
    case 'attach':
    case 'detach':
      return `${op.op}(domain ${op.domain}${op.fail === null ? '' : `, ${faultText(op.fail)}`})`;
    case 'mmap':
      return `mmap(${areaText(op.area)})`;
    case 'munmap':
      return `munmap(${address(op.start)})`;
    case 'barMemory':
      return `barMemory(${address(op.start)}, ${op.enabled ? 'on' : 'off'})`;
    case 'pinPage':
      return `pinPage(iova ${address(op.iova)}${op.write ? ', to write' : ''})`;
    case 'unpinPage':
      return `unpinPage(iova ${address(op.iova)})`;
  }
}

/** One event in a few words. */
export function eventText(event: Type1Event): string {
  switch (event.event) {
    case 'pin':
      return `pin ${framesText(event.frame, event.frames)}`;
    case 'unpin':
      return `unpin ${framesText(event.frame, event.frames)}${event.dirty ? ' dirty' : ''}`;
    case 'map':
      return (
        `iommu_map in domain ${event.domain}: ${address(event.iova)} → ${rangeText(event.paddr, event.bytes)} ` +
        `${protText(event.prot)}${event.value === 0 ? '' : ` → ${errnoText(event.value)}`}`
      );
    case 'unmap':
      return `iommu_unmap${event.flushes ? '' : '_fast'} in domain ${event.domain}: ${rangeText(event.iova, event.bytes)}`;
    case 'flush':
      return `flush of domain ${event.domain}`;
    case 'notify':
      return `the mediated device is told of ${rangeText(event.iova, event.bytes)}`;
  }
}

/** What came of an op, in words. */
export function describeOutcome(_op: Type1Op, { value, bytes, events }: Type1Outcome): string {
  const result = value === null ? 'absent' : errnoText(value);
  return [`${result}${bytes === null ? '' : `, ${address(bytes)} bytes`}`, ...events.map(eventText)].join('; ');
}

function areaText({ start, kind, writable, enabled, populated, runs }: Area): string {
  const flags = [
    ...(writable ? [] : ['read-only']),
    ...(enabled ? [] : ['memory off']),
    ...(populated ? [] : ['not yet there']),
  ];
  const frames = runs.map(
    ({ frame, frames: pages, leaf }) => `${framesText(frame, pages)}${leaf === 1 ? '' : ` by ${leaf}`}`,
  );
  return [`${kind} at ${address(start)}`, ...flags, `→ ${frames.join(' ')}`].join(' ');
}

const domainText = ({ pageSizes, aperture, reserved }: DomainConfig, index: number): string =>
  [
    `domain ${index}: page sizes ${address(pageSizes)}, ${windowText(aperture)}`,
    ...(reserved.length === 0 ? [] : [`without ${reserved.map(windowText).join(' ')}`]),
  ].join(' ');

/** Limits from here on are not told: nothing comes near. 65,535 entries are what Linux has by default. */
const MANY = 65535;

/** A configuration in one line. */
export const describeConfig = (config: Type1Config): string =>
  [
    config.cBit === null ? 'no memory encryption' : `C-bit ${config.cBit}`,
    ...config.domains.map(domainText),
    ...(config.mediated ? ['a mediated device'] : []),
    ...(config.hugePagesDisabled ? ['huge pages disabled'] : []),
    ...(config.entryLimit < MANY ? [`${config.entryLimit} entries`] : []),
    ...(config.lockLimit < MANY ? [`${config.lockLimit} pages to lock`] : []),
    ...(config.capIpcLock ? ['CAP_IPC_LOCK'] : []),
    ...(config.locked > 0 ? [`${config.locked} pages locked`] : []),
    `memory ${config.memory.map(({ frame, frames, kind }) => `${framesText(frame, frames)} ${kind}`).join(', ')}`,
    ...config.areas.map(areaText),
  ].join('; ');
