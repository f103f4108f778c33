/** What most cases begin with: device entries, and guest tables that the host table maps. */
import type { DeviceAccessOp } from '../../../../model/vocabulary/device-access/op';
import { GPA_OFFSET, PRIVATE_TABLES, SHARED_TABLES, TABLE_PAGES, Table } from '../layout';
import type { World } from '../world';
import { hostOnly, leadTo, nested, secure } from './entries';
import { PASIDS } from './pasid';
import { mapHost, mapS1, mapSecure, mapSecureS1 } from './map';

/** The leaf that a guest's tables lie in, or smaller ones. */
function* tableLeaves(w: World, table: number, spa: number): Generator<DeviceAccessOp> {
  const lg = w.draw.pick([16, 17, 19]);
  const pages = 2 ** (lg - 12);
  for (let oa = spa; oa < spa + TABLE_PAGES; oa += pages)
    yield { op: 'ioMap', table, iova: oa + GPA_OFFSET, oa, lg, read: true, write: true, cBit: false };
}

/** Queues entries and tables: device 0 without S1; device 1 with, if the theme is about that. */
export function setUp(w: World, { nesting, trusted }: { readonly nesting: boolean; readonly trusted: boolean }): void {
  const { queue } = w;
  const add = (op: DeviceAccessOp | null): void => {
    if (op !== null) queue.push(op);
  };
  add(hostOnly(0)(w));
  add(nesting ? nested(1)(w) : hostOnly(1)(w));
  if (trusted) {
    add(secure(0, false)(w));
    add(secure(1, nesting)(w));
  }
  if (nesting) {
    queue.push(...tableLeaves(w, Table.host, SHARED_TABLES));
    for (const pasid of PASIDS) queue.push(leadTo(pasid));
    if (trusted) queue.push(...tableLeaves(w, Table.secureHost, PRIVATE_TABLES));
  }
  [mapHost, mapHost].forEach((move) => add(move(w)));
  if (nesting) add(mapS1(w));
  if (trusted) [mapSecure, mapSecure].forEach((move) => add(move(w)));
  if (trusted && nesting) add(mapSecureS1(w));
}
