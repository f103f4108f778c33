import type { Span } from '../../vocabulary/dma-api/config';
import { Prot } from '../../vocabulary/prot';
import { Errno } from '../../vocabulary/errno';
import type { Call } from '../call';
import { lowerLimit } from '../direct/capable';
import { granulesOf } from '../spans';
import type { Device, World } from '../state';

const LAST_OF_32_BITS = (1n << 32n) - 1n;

export const granuleOf = ({ config }: World): bigint => 1n << BigInt(config.granuleLg);

/** Takes IOVA space for whole granules: dma-mmio.md 4.3. Null: none, or the call is to fail here. */
export function reserve(world: World, call: Call, device: Device, bytes: bigint): Span | null {
  const { node, dmaMask, busLimit } = device.config;
  if (call.fails('iova')) return null;
  const granule = granuleOf(world);
  const limit = lowerLimit(dmaMask ?? LAST_OF_32_BITS, busLimit);
  const isLowFirst = node !== null && limit > LAST_OF_32_BITS;
  const low = isLowFirst ? device.table.reserve(bytes, LAST_OF_32_BITS, granule) : null;
  const base = low ?? device.table.reserve(bytes, limit, granule);
  if (base === null) return null;
  call.events.push({ event: 'reserve', device: device.index, iova: base, bytes });
  return { base, bytes };
}

export function release(call: Call, device: Device, { base, bytes }: Span): void {
  device.table.release(base);
  call.events.push({ event: 'release', device: device.index, iova: base, bytes });
}

/** iommu_map without its flush: 0, or an errno and nothing is mapped (DMA-056). */
export function iommuMap(
  world: World,
  call: Call,
  device: Device,
  { base, bytes }: Span,
  paddr: bigint,
  prot: number,
): number {
  const value = base % granuleOf(world) === 0n ? call.iommuMapErrno() : Errno.EINVAL;
  // Tables that encrypt have the C-bit in all leaves but those of MMIO (DMA-053).
  const cBit = world.config.platform.cBit !== 0 && (prot & Prot.MMIO) === 0;
  if (value === 0) device.table.map(base, bytes, { paddr, prot, cBit });
  call.events.push({ event: 'iommuMap', device: device.index, iova: base, paddr, bytes, prot, value });
  return value;
}

export function iommuUnmap(call: Call, device: Device, span: Span): void {
  device.table.unmap(span);
  call.events.push({ event: 'iommuUnmap', device: device.index, iova: span.base, bytes: span.bytes });
  flush(call, device, span, 'unmap');
}

export function flush(call: Call, device: Device, span: Span, after: 'map' | 'unmap'): void {
  device.table.flush(span);
  call.events.push({ event: 'flush', device: device.index, iova: span.base, bytes: span.bytes, after });
}

/** Reserves, maps and flushes the granules that hold a range of memory: its address, or null. dma-mmio.md 4.3. */
export function mapSpan(
  world: World,
  call: Call,
  device: Device,
  { phys, bytes }: { readonly phys: bigint; readonly bytes: bigint },
  prot: number,
): bigint | null {
  const target = granulesOf(phys, bytes, granuleOf(world));
  const span = reserve(world, call, device, target.bytes);
  if (span === null) return null;
  if (iommuMap(world, call, device, span, target.base, prot) !== 0) {
    release(call, device, span);
    return null;
  }
  flush(call, device, span, 'map');
  return span.base + (phys - target.base);
}

/** The way back. */
export function unmapSpan(world: World, call: Call, device: Device, address: bigint, bytes: bigint): void {
  const span = granulesOf(address, bytes, granuleOf(world));
  iommuUnmap(call, device, span);
  release(call, device, span);
}
