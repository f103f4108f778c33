import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import type { InBoxDmaApi } from './in-box';
import type { Result } from './result';
import { executeIovaOp } from './step-iova';
import { executeMapOp } from './step-map';
import { executeTopologyOp } from './step-topology';

/** Executes one op. */
export function executeDmaApiOp(d: InBoxDmaApi, op: DmaApiOp): Result {
  switch (op.op) {
    case 'setAcs':
    case 'makeProviders':
    case 'distanceMany':
    case 'mapType':
    case 'lock':
    case 'unlock':
      return executeTopologyOp(d, op);
    case 'tryAlloc':
    case 'link':
    case 'sync':
    case 'unlink':
    case 'destroy':
    case 'free':
      return executeIovaOp(d, op);
    default:
      return executeMapOp(d, op);
  }
}
