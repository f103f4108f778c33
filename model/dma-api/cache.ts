import { DmaAttr } from '../vocabulary/dma-api/attrs';
import type { Call } from './call';
import type { Device } from './state';

/** CPU cache maintenance of memory that a device does not snoop; never of MMIO (DMA-016). */
export function maintainCache(
  call: Call,
  device: Device,
  target: 'cpu' | 'device',
  range: { readonly phys: bigint; readonly bytes: bigint },
  attrs: number,
): void {
  if (device.config.coherent || (attrs & (DmaAttr.SKIP_CPU_SYNC | DmaAttr.MMIO)) !== 0) return;
  call.events.push({ event: 'cache', target, phys: range.phys, bytes: range.bytes });
}
