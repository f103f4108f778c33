import { errnoText } from '../../model/vocabulary/errno';
import type { ViommuConfig } from '../../model/vocabulary/viommu/config';
import type { ViommuFault, ViommuOp } from '../../model/vocabulary/viommu/op';
import type { ViommuEvent, ViommuOutcome } from '../../model/vocabulary/viommu/outcome';
import { address } from '../plain/words';

function faultText(fault: ViommuFault): string {
  const of = 'region' in fault ? ` of sub-region ${fault.region}` : '';
  const pages = 'pages' in fault ? ` after ${fault.pages} pages` : '';
  const errno = 'errno' in fault ? ` with ${errnoText(fault.errno)}` : '';
  return fault.step === 'unmap'
    ? `unmap${of} takes ${address(fault.bytes)}`
    : `${fault.step}${of} fails${pages}${errno}`;
}

/** One op in one line. */
export function describeOp(op: ViommuOp): string {
  switch (op.op) {
    case 'setDte':
    case 'clearDte':
      return `${op.op}(IOMMU ${op.iommu})`;
    case 'access':
      return `IOMMU ${op.iommu} ${op.write ? 'writes' : 'reads'} ${address(op.iova)}`;
    default:
      return `${op.op}(${[`IOMMU ${op.iommu}`, ...op.faults.map(faultText)].join(', ')})`;
  }
}

/** One event in a few words: the letters of dma-mmio.md 8.6, with the sub-region. */
export function eventText(event: ViommuEvent): string {
  switch (event.event) {
    case 'allocDomain':
      return `domain ${event.domain ?? ended(event.value)}`;
    case 'freeDomain':
      return `domain ${event.domain} freed`;
    case 'allocBlock':
      return `A${event.region} ${event.block === null ? ended(event.value) : `${address(event.bytes)} at ${address(event.block)}`}`;
    case 'setUncached':
      return `U${event.region} ${event.pages} pages at ${address(event.block)}${failed(event.value)}`;
    case 'map':
      return `M${event.region} ${address(event.iova)}+${address(event.bytes)} to ${address(event.paddr)} prot ${event.prot}${failed(event.value)}`;
    case 'unmap':
      return `N${event.region} ${address(event.iova)}+${address(event.bytes)}${event.unmapped === event.bytes ? '' : ` takes ${address(event.unmapped)}`}`;
    case 'invalidate':
      return `F${event.region} domain ${event.domain} ${address(event.iova)}+${address(event.bytes)}${failed(event.value)}`;
    case 'wait':
      return `F${event.region} wait${failed(event.value)}`;
    case 'restore':
      return `W${event.region} ${event.pages} pages at ${address(event.block)}${failed(event.value)}`;
    case 'freeBlock':
      return `X${event.region} ${address(event.block)}`;
    case 'mapVf':
    case 'mapVfControl':
    case 'initGuestIds':
      return `${event.event}${failed(event.value)}`;
    default:
      return event.event;
  }
}

const ended = (value: number): string => `fails: ${errnoText(value)}`;
const failed = (value: number): string => (value === 0 ? '' : ` ${ended(value)}`);

/** What came of an op, in words. */
export function describeOutcome(op: ViommuOp, { end, value, anyError, reached, events }: ViommuOutcome): string {
  if (end !== 'returned') return [end, ...events.map(eventText)].join('; ');
  if (op.op === 'access') return reached === null ? 'faults' : `reaches ${address(reached)}`;
  const result = anyError ? 'any error' : errnoText(value ?? 0);
  return [result, ...events.map(eventText)].join('; ');
}

/** A configuration in one line. */
export const describeConfig = ({ cBit, hostTranslation, iommus, memory }: ViommuConfig): string =>
  [
    ...iommus.map(({ node }, i) => `IOMMU ${i} ${node === null ? 'of no node' : `of node ${node}`}`),
    `memory: ${memory.map(({ spa, node, stalePages }) => `${address(spa)} (node ${node}, ${stalePages} pages of data)`).join(' ')}`,
    cBit === null ? 'no C-bit' : `C-bit ${cBit}`,
    ...(hostTranslation ? [] : ['no host translation']),
  ].join('; ');
