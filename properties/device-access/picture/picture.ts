import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, DmaOp } from '../../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import { pagesOf } from '../../../model/vocabulary/units';
import type { Focus } from '../../engine/picture-leaves';
import type { PlainPicture } from '../../plain/picture';
import { rmpParts } from '../../rmp/picture/picture';
import type { Target } from '../../rmp/picture/regions';
import { targetOf as rmpTargetOf } from '../../rmp/picture/target';
import { deviceEntry } from '../device-table';
import { readRequest } from '../request';
import { addressMapsOf } from './address-maps';
import { stationsOf } from './stations';
import type { DeviceAccessStep } from './step';

/** What is drawn of an op of the device side: the tables, the way of a request, the RMP where it ends. */
export const deviceAccessPicture: PlainPicture<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView> = (
  step,
) => {
  const { op, before, expected, observed } = step;
  return {
    maps: addressMapsOf(step, (table) => focusOf(step, table)),
    trees: [],
    effects: [],
    ways: op.op === 'dma' ? [{ title: 'The way of the request', stations: stationsOf(step, op) }] : [],
    ...rmpParts({ before: before.rmp, expected: expected.rmp, observed: observed.rmp }, targetOf(step)),
  };
};

/** The pages of one table that the op is about. */
function focusOf(step: DeviceAccessStep, table: number): Focus | null {
  const { op } = step;
  switch (op.op) {
    case 'dma':
      return requestFocus(step, op, table);
    case 'ioMap':
      return op.table === table ? { first: op.iova, pages: pagesOf(op.lg) } : null;
    case 'ioUnmap':
    case 'psmashIo':
      return op.table === table ? { first: op.iova, pages: 1 } : null;
    case 'invalidate':
      return op.pages === 0 ? null : { first: op.iova, pages: op.pages };
    default:
      return null;
  }
}

/** The IOVA in the first table of the way, the guest address in the second. */
function requestFocus({ config, before }: DeviceAccessStep, op: DmaOp, table: number): Focus | null {
  const entry = deviceEntry(config, before, op);
  const { format, spa } = config.tables[table]!;
  if (entry === null) return null;
  if (format === 'amdv2') return entry.s1 === null ? null : { first: op.iova, pages: 1 };
  if (format !== 'amdv1' || entry.root !== spa) return null;
  if (entry.s1 === null) return { first: op.iova, pages: 1 };
  const reading = readRequest(config, before, op);
  return reading.kind === 'reached' ? { first: reading.target.gpa, pages: 1 } : null;
}

/** The system pages that the op names or reaches. */
function targetOf({ config, before, op }: DeviceAccessStep): Target | null {
  switch (op.op) {
    case 'dma': {
      const reading = readRequest(config, before, op);
      return reading.kind === 'reached' ? { first: reading.target.spa, pages: 1 } : null;
    }
    case 'iommuRead':
    case 'iommuWrite':
    case 'poke':
      return { first: op.spa, pages: 1 };
    case 'psmashIo':
      return { first: Math.floor(op.spa / 4096), pages: 512 };
    case 'setDte':
    case 'setSdte':
    case 'ioMap':
    case 'ioUnmap':
    case 'gcr3':
    case 'invalidate':
    case 'evict':
    case 'clearFence':
    case 'mmio':
      return null;
    default:
      return rmpTargetOf(op);
  }
}
