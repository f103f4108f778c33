import type { LockOp } from '../vocabulary/dma-api/op';
import { isGuest } from '../vocabulary/dma-api/platform';
import { Errno } from '../vocabulary/errno';
import { absent, returned, type Ended } from './ended';
import { barAt } from './memory';
import type { Device, World } from './state';

/** TDISP: dma-mmio.md 3.4. The device issues T=1 and its `tee` BARs are private, or neither. */
export function stepLock(world: World, op: LockOp): Ended {
  const device = world.devices[op.device];
  if (device === undefined) return absent;
  if (!isGuest(world.config.platform.kind) || !device.config.tdisp) return returned(Errno.EOPNOTSUPP);
  const locked = op.op === 'lock';
  if (device.locked === locked) return returned(Errno.EINVAL);
  if (isInUse(world, device)) return returned(Errno.EBUSY);
  device.locked = locked;
  return returned(0);
}

/** Something was mapped by it, or something maps its BARs: with the aliases of the state that it is in. */
function isInUse(world: World, device: Device): boolean {
  const isOfBar = ({ phys }: { readonly phys: bigint }): boolean => barAt(world, phys)?.owner === device;
  const mappings = [...world.mappings.values()];
  const states = [...world.states.values()];
  return (
    mappings.some((mapping) => mapping.device === device.index || mapping.entries.some(isOfBar)) ||
    states.some((state) => state.device === device.index || state.links.some(isOfBar))
  );
}
