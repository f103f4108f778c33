import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { isGuest } from '../../vocabulary/dma-api/platform';
import { ANY_SLOT, giveSlots, takeSlots } from '../bounce';
import { maintainCache } from '../cache';
import type { Call, Request } from '../call';
import { asksShared } from '../memory';
import type { Bounced, Device, Entry, World } from '../state';
import { privateAlias, sharedAlias, translate } from './alias';
import { isForcedUnencrypted, isNameable, needsKmallocBounce } from './capable';
import { isAdmittedDirect } from './policy';

const NEVER_BOUNCED = DmaAttr.MMIO | DmaAttr.REQUIRE_COHERENT;

/** The direct path: dma-mmio.md 4.2, 7.2. Null: DMA_MAPPING_ERROR. */
export function mapDirect(world: World, call: Call, device: Device, request: Request): Entry | null {
  if (!isAdmittedDirect(world, device, request)) return null;
  return world.config.assumptions.DMA_RELEASE === '7.2'
    ? mapAs72(world, call, device, request)
    : mapAs73(world, call, device, request);
}

function mapAs73(world: World, call: Call, device: Device, request: Request): Entry | null {
  const { attrs, bytes } = request;
  const { platform } = world.config;
  const isMmio = (attrs & DmaAttr.MMIO) !== 0;
  const shared = asksShared(world, attrs) || (isMmio && platform.kind === 'sme-host');
  if (device.config.forceBounce) return (attrs & NEVER_BOUNCED) !== 0 ? null : bounce(world, call, device, request);
  const address = aliasOf(world, device, request.phys, shared, isMmio);
  const isCapable =
    address !== null && (shared || !isForcedUnencrypted(world, device)) && isNameable(device.config, address, bytes);
  if (isMmio) return isCapable ? direct(call, device, request, address) : null;
  if (isCapable && !needsKmallocBounce(device.config, request)) return direct(call, device, request, address);
  return (attrs & DmaAttr.REQUIRE_COHERENT) !== 0 ? null : bounce(world, call, device, request);
}

/** CC_SHARED goes with forced bounce, and past it; MMIO is the CPU's address. dma-mmio.md 4.2, version differences. */
function mapAs72(world: World, call: Call, device: Device, request: Request): Entry | null {
  const { attrs, phys, bytes } = request;
  const { platform } = world.config;
  const isMmio = (attrs & DmaAttr.MMIO) !== 0;
  const shared = asksShared(world, attrs);
  const isForced = device.config.forceBounce || (isGuest(platform.kind) && platform.guestForcesBounce);
  if (isForced && !shared) return (attrs & NEVER_BOUNCED) !== 0 ? null : bounce(world, call, device, request);
  if (!isForced && shared) return null;
  const address = isMmio ? phys : aliasOf(world, device, phys, shared, isMmio);
  const isCapable = address !== null && isNameable(device.config, address, bytes);
  if (isMmio || shared) return isCapable ? direct(call, device, request, address) : null;
  if (isCapable && !needsKmallocBounce(device.config, request)) return direct(call, device, request, address);
  return (attrs & DmaAttr.REQUIRE_COHERENT) !== 0 ? null : bounce(world, call, device, request);
}

function direct(call: Call, device: Device, { phys, bytes, attrs }: Request, address: bigint): Entry {
  maintainCache(call, device, 'device', { phys, bytes }, attrs);
  return { phys, bytes, address, path: 'direct', bounced: null, attrs };
}

/** The slot's address: the shared alias iff the pool is shared (7.1), if the device can name it. */
function bounce(world: World, call: Call, device: Device, { phys, bytes, attrs }: Request): Entry | null {
  const bounced = takeSlots(world, call, device, bytes, ANY_SLOT);
  if (bounced === null) return null;
  const address = aliasOf(world, device, bounced.phys, isPoolShared(world, bounced), false);
  if (address === null || !isNameable(device.config, address, bytes)) {
    giveSlots(world, call, bounced);
    return null;
  }
  maintainCache(call, device, 'device', bounced, attrs);
  return { phys, bytes, address, path: 'bounced', bounced, attrs };
}

const isPoolShared = ({ config }: World, { pool }: Bounced): boolean =>
  config.assumptions.DMA_RELEASE === '7.2' || config.pools[pool]!.shared;

/** Null where the dma_range_map has no row for it (DMA-015). */
function aliasOf(world: World, device: Device, phys: bigint, shared: boolean, isMmio: boolean): bigint | null {
  const { platform, assumptions } = world.config;
  const address = translate(device.config.rangeMap, phys);
  if (address === null) return null;
  if (shared) return sharedAlias(platform, address);
  // The C-bit of trusted MMIO is contested: dma-mmio.md 7.3.
  return isMmio && assumptions.DMA_TRUSTED_MMIO_CBIT === 'clear' ? address : privateAlias(platform, address);
}
