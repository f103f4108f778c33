import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { giveSlots } from '../bounce';
import { maintainCache } from '../cache';
import type { Call } from '../call';
import { granulesOf } from '../spans';
import type { Bounced, IovaState, Link, World } from '../state';
import { granuleOf, iommuUnmap } from '../translated/iova';

/**
 * Unmaps and flushes a range of a state. Where the memory must be found again, for its cache or its slots, that is done
 * granule by granule before. dma-mmio.md 4.4.
 */
export function unlink(
  world: World,
  call: Call,
  state: IovaState,
  { offset, bytes, attrs }: Pick<Link, 'offset' | 'bytes' | 'attrs'>,
  bounced: readonly Bounced[],
): void {
  const device = world.devices[state.device]!;
  const granule = granuleOf(world);
  const start = state.address + offset;
  const hasCache = !device.config.coherent && (attrs & (DmaAttr.SKIP_CPU_SYNC | DmaAttr.MMIO)) === 0;
  if (state.bounced || hasCache)
    for (let address = start; address < start + bytes;) {
      const rest = start + bytes - address;
      const inGranule = granule - (address % granule);
      const length = rest < inGranule ? rest : inGranule;
      const phys = device.table.iopte(address)!.paddr;
      call.events.push({ event: 'lookup', device: device.index, address });
      maintainCache(call, device, 'cpu', { phys, bytes: length }, attrs);
      const slots = bounced.find((one) => one.phys === phys);
      if (slots !== undefined) giveSlots(world, call, slots);
      address += length;
    }
  iommuUnmap(call, device, granulesOf(start, bytes, granule));
}
