import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { Ending } from './call';
import type { InBoxDmaBuf } from './in-box';
import { executeDeviceOp } from './step-device';
import { executeImporterOp } from './step-importer';
import { executeIoasOp } from './step-ioas';

/** How an op came out; `ending` null: it waits. `bytes`: what an unmapArea unmapped. */
export interface Executed {
  readonly ending: Ending | null;
  readonly bytes: bigint | null;
}

/** Executes one op, up to its end or to where it waits. */
export function executeDmaBufOp(d: InBoxDmaBuf, op: DmaBufOp): Executed {
  switch (op.op) {
    case 'export': {
      const device = d.devices[op.device];
      const isThere = device !== undefined && !d.hasName(op.buf);
      return { ending: isThere ? d.parts.exportBuf(d, device, op) : 'absent', bytes: null };
    }
    case 'attach':
    case 'detach':
    case 'pin':
    case 'unpin':
    case 'map':
    case 'unmap':
    case 'addFence':
    case 'signalFence':
    case 'mmap':
    case 'release':
      return { ending: executeImporterOp(d, op), bytes: null };
    case 'mapFile':
    case 'copyArea':
    case 'unmapArea':
    case 'attachDomain':
    case 'detachDomain':
    case 'kernelAccess':
      return executeIoasOp(d, op);
    default:
      return { ending: executeDeviceOp(d, op), bytes: null };
  }
}
