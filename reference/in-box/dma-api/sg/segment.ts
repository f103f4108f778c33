import type { Device } from '../objects/device';
import type { MapRequest } from '../objects/request';

/** A scatterlist and what it is mapped for. */
export interface SgCall {
  readonly device: Device;
  readonly direction: MapRequest['direction'];
  /** Of the caller. */
  readonly attrs: number;
  /** One for each segment, in order, with the attributes of the caller. */
  readonly requests: readonly MapRequest[];
}

/** What is to be done with a segment: `refused` is no peer, or must not be reached. */
export type Segment =
  | { readonly way: 'refused' }
  | { readonly way: 'bus'; readonly request: MapRequest; readonly address: bigint }
  /** Mapped as memory of the host is; `request`: with the attributes that this takes. */
  | { readonly way: 'map'; readonly request: MapRequest };
