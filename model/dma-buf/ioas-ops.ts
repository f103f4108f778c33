/** iommufd: dma-mmio.md 6. */
import type { FileTarget, IoasOp } from '../vocabulary/dma-buf/ioas-op';
import { Errno } from '../vocabulary/errno';
import type { Calls } from './calls';
import { absent, returned, waits, type Ended } from './ended';
import { addAttachment, drop, needsHeldLock } from './importer-ops';
import { checkMapFile, protOf } from './ioas';
import type { Buf, World } from './state';

type OpCalled<Name extends IoasOp['op']> = Extract<IoasOp, { readonly op: Name }>;

const ALL_ONES = (1n << 64n) - 1n;

export function stepIoas(world: World, calls: Calls, op: IoasOp): Ended {
  switch (op.op) {
    case 'mapFile':
      return mapFile(world, op);
    case 'copyArea':
      return copyArea(world, op);
    case 'unmapArea':
      return unmapArea(world, calls, op);
    case 'attachDomain': {
      const { domains } = world.ioas;
      if (!world.ioas.hasDomain(op.domain) || domains.has(op.domain)) return absent;
      domains.add(op.domain);
      return returned(0);
    }
    case 'detachDomain':
      return world.ioas.domains.delete(op.domain) ? returned(0) : absent;
    case 'kernelAccess':
      return world.ioas.areas.has(op.area) ? returned(Errno.EINVAL) : absent;
  }
}

/** The dma-buf of the trace that `target` is; null: it is another file, or none. */
function bufOf(world: World, target: FileTarget): Buf | null {
  const buf = target.kind === 'buf' ? world.bufs.get(target.buf) : undefined;
  return buf?.fdOpen === true ? buf : null;
}

function mapFile(world: World, op: OpCalled<'mapFile'>): Ended {
  const { ioas } = world;
  const { target, start, length, iova } = op;
  const buf = bufOf(world, target);
  if ((target.kind === 'buf' && buf === null) || world.names.has(op.area)) return absent;
  const fileBytes = target.kind === 'foreign' ? target.bytes : (buf?.bytes ?? null);
  const early = checkMapFile(op, fileBytes, BigInt(2 ** world.config.pageLg));
  if (early !== 0) return returned(early);
  if (buf === null) return returned(Errno.EOPNOTSUPP);
  if (buf.revoked) return returned(Errno.ENODEV);
  if (buf.physVec.length !== 1) return returned(Errno.EOPNOTSUPP);
  const late = ioas.checkArea(iova, length, start);
  if (late !== 0) return returned(late);
  const attachment = { name: op.area, buf, importer: null };
  addAttachment(world, attachment);
  const pages = { attachment, paddr: buf.physVec[0]!.paddr, revoked: false };
  ioas.areas.set(op.area, { name: op.area, base: iova, bytes: length, pages, start, prot: protOf(op) });
  return returned(0);
}

function copyArea(world: World, op: OpCalled<'copyArea'>): Ended {
  const { ioas } = world;
  const from = ioas.areas.get(op.from);
  if (from === undefined || world.names.has(op.area)) return absent;
  if (op.iova >= ALL_ONES) return returned(Errno.EOVERFLOW);
  const value = ioas.checkArea(op.iova, from.bytes, from.start);
  if (value !== 0) return returned(value);
  world.names.add(op.area);
  ioas.areas.set(op.area, { ...from, name: op.area, base: op.iova });
  return returned(0);
}

function unmapArea(world: World, calls: Calls, op: OpCalled<'unmapArea'>): Ended {
  const { ioas } = world;
  const area = ioas.areas.get(op.area);
  if (area === undefined) return absent;
  if (op.part !== null) return returned(op.part === 'native' ? Errno.ENOENT : Errno.EOPNOTSUPP);
  const { attachment } = area.pages;
  if (calls.holdsReservationLock(attachment.buf)) return waits;
  // The pages, and their attachment, go with the last area.
  const isLast = ioas.areasOf(attachment).length === 1;
  if (isLast && needsHeldLock(calls, attachment)) return waits;
  ioas.areas.delete(area.name);
  if (isLast) drop(world, attachment);
  return returned(0, area.bytes);
}
