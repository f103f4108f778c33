import type { DmaBufOp } from '../../../../model/vocabulary/dma-buf/op';
import type { CaseContext, Move } from '../context';
import { exportBar } from './export';
import { attach, map } from './importer';

/** What is missing for a live mapping. */
export const setUp: Move = (c) => {
  const live = c.buf(({ state, fdOpen }) => state === 'LIVE' && fdOpen);
  if (live === null) return revive(c) ?? exportBar(c);
  return c.attachment(({ state }) => state === 'LIVE') === null ? attach(c) : map(c);
};

/** What switches the memory of a device on again; null where it is on. */
function revive(c: CaseContext): DmaBufOp | null {
  const device = c.openDevice();
  if (device === null) return null;
  const { lowPower, powerState, memoryBit } = c.view.device(device);
  if (lowPower) return { op: 'lowPowerExit', device };
  if (powerState === 3) return { op: 'power', device, state: 0, refused: false };
  return memoryBit ? null : { op: 'command', device, memory: true, fail: null };
}
