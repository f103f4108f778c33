import type { Bar, DmaApiConfig, Ram, Span } from '../../../model/vocabulary/dma-api/config';
import type { Device } from './objects/device';

/** A memory BAR with the device that it is of. */
export interface OwnedBar {
  readonly owner: Device;
  readonly bar: Bar;
}

const holds = ({ base, bytes }: Span, phys: bigint): boolean => phys >= base && phys - base < bytes;

/** The memory BAR that `phys` lies in. */
export function barAt(devices: readonly Device[], phys: bigint): OwnedBar | null {
  for (const owner of devices)
    for (const bar of owner.config.bars) if (bar.kind === 'memory' && holds(bar, phys)) return { owner, bar };
  return null;
}

/** The RAM of the configuration that `phys` lies in. */
export const ramAt = ({ ram }: DmaApiConfig, phys: bigint): Ram | null => ram.find((each) => holds(each, phys)) ?? null;
