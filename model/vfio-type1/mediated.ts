import { Errno } from '../vocabulary/errno';
import { memoryKind } from './memory';
import { fetch, type Batch } from './fetch';
import { isOverLimit, isRamOf } from './locked';
import type { OpRun } from './op-run';
import { bytesOf } from './pages';
import { mappingsWithin, type Container, type MediatedPin, type Mapping } from './state';

/** The mediated device pins a page for itself (Type1Op pinPage). 0 or a negative errno. */
export function pinPage(container: Container, op: OpRun, page: number, write: boolean): number {
  const mapping = mappingsWithin(container, page, page)[0];
  if (mapping === undefined) return Errno.EINVAL;
  if (!mapping.read || (write && !mapping.write)) return Errno.EPERM;
  const pin = mapping.mediated.get(page);
  if (pin !== undefined) {
    pin.times++;
    return 0;
  }
  const batch: Batch = { capacity: 1, spans: [] };
  const fetched = fetch(container, op, batch, mapping.virtualPage + (page - mapping.page), 1, mapping.write);
  if (typeof fetched === 'number') return fetched;
  const { frame } = fetched ?? batch.spans[0]!;
  const ram = fetched === null;
  if (ram && !isRamOf(mapping.runs, page) && isOverLimit(container, 1)) {
    op.unpin(frame, 1, mapping.write);
    return Errno.ENOMEM;
  }
  if (memoryKind(container.config.memory, frame) === null) return Errno.EINVAL;
  mapping.mediated.set(page, { frame, ram, times: 1 });
  return 0;
}

/** It lets a page go, once. False: it has not pinned it. */
export function unpinPage(container: Container, op: OpRun, page: number): boolean {
  const mapping = mappingsWithin(container, page, page)[0];
  const pin = mapping?.mediated.get(page);
  if (mapping === undefined || pin === undefined) return false;
  if (--pin.times === 0) letGo(op, mapping, page, pin);
  return true;
}

/** It is told that the mapping goes, where it has pinned pages of it, and lets all of them go. */
export function letAllGo(op: OpRun, mapping: Mapping): void {
  if (mapping.mediated.size === 0) return;
  op.events.push({ event: 'notify', iova: bytesOf(mapping.page), bytes: bytesOf(mapping.pages) });
  for (const [page, pin] of [...mapping.mediated].sort(([a], [b]) => a - b)) letGo(op, mapping, page, pin);
}

function letGo(op: OpRun, { mediated, write }: Mapping, page: number, { frame, ram }: MediatedPin): void {
  if (ram) op.unpin(frame, 1, write);
  mediated.delete(page);
}
