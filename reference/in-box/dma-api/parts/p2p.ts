import type { Bar } from '../../../../model/vocabulary/dma-api/config';
import type { P2pMapType } from '../../../../model/vocabulary/dma-api/topology';
import type { InBoxDmaApi } from '../in-box';
import type { Device } from '../objects/device';
import type { PciFunction } from '../pci/pci-function';

/** The walks up from owner and client. */
export interface Walk {
  /** Where they meet; null: nowhere. */
  readonly common: PciFunction | null;
  readonly hops: number;
  /** Functions that redirect, from the owner up to `common`, both included. */
  readonly redirects: number;
}

/** How a client reaches an owner. */
export interface Route {
  readonly type: P2pMapType;
  readonly hops: number;
}

/** P2PDMA. dma-mmio.md 3. */
export interface P2pParts {
  readonly hasRedirect: (fn: PciFunction) => boolean;
  readonly walk: (d: InBoxDmaApi, owner: PciFunction, client: PciFunction) => Walk;
  /** Functions that redirect from the client up to `common`, which is not included. */
  readonly redirectsBelow: (d: InBoxDmaApi, client: PciFunction, common: PciFunction) => number;
  /** The whitelist has a host bridge. `isShared`: owner and client are both below it. */
  readonly isWhitelisted: (d: InBoxDmaApi, host: number, isShared: boolean) => boolean;
  readonly bridgesAllow: (d: InBoxDmaApi, owner: PciFunction, client: PciFunction) => boolean;
  /** Requests may go through the host. */
  readonly hostAllows: (d: InBoxDmaApi, owner: PciFunction, client: PciFunction) => boolean;
  /** Walks, decides, and remembers the type. */
  readonly findRoute: (d: InBoxDmaApi, owner: Device, client: PciFunction) => Route;
  readonly remember: (owner: Device, client: PciFunction, type: P2pMapType) => void;
  /** The function that a map-type query is about; null: none. */
  readonly clientOf: (device: Device) => PciFunction | null;
  readonly mapType: (d: InBoxDmaApi, owner: Device, device: Device) => P2pMapType;
  /** The function that a distance is about; null: none. */
  readonly nearestFunction: (device: Device) => PciFunction | null;
  /** Sum of hops, or −1. */
  readonly distanceMany: (d: InBoxDmaApi, owner: Device, clients: readonly Device[], verbose: boolean) => number;
  readonly setAcs: (fn: PciFunction, control: number) => void;
  /** 0 or an errno. */
  readonly makeProviders: (device: Device, fails: boolean) => number;
  readonly busAddress: (bar: Bar, phys: bigint) => bigint;
  /** Attributes that a mapping of a BAR through the host bridge gets. */
  readonly p2pAttrs: (d: InBoxDmaApi, owner: Device, bar: Bar) => number;
  /** The same of a scatterlist's segment, whose caller gave `attrs`. */
  readonly p2pSegmentAttrs: (d: InBoxDmaApi, owner: Device, bar: Bar, attrs: number) => number;
}
