import type { DmaDirection } from '../../../../model/vocabulary/dma-api/attrs';
import type { Device } from './device';

/** What is to be mapped: physically contiguous bytes for one device. */
export interface MapRequest {
  readonly device: Device;
  readonly phys: bigint;
  readonly bytes: bigint;
  readonly direction: DmaDirection;
  readonly attrs: number;
}
