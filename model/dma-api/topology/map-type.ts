import type { NodeIndex, P2pMapType } from '../../vocabulary/dma-api/topology';
import type { Device, World } from '../state';
import { chainOf, hasRedirect } from './redirect';
import { isThroughHostAllowed } from './whitelist';

/** Map type and distance of a provider and a client. */
export interface Reach {
  readonly mapType: P2pMapType;
  readonly distance: number;
}

/** compute() of dma-mmio.md 3.2, and what it caches where the provider has its table. */
export function computeReach(world: World, provider: Device, client: NodeIndex): Reach {
  const reach = reachOf(world, provider.config.node!, client);
  provider.mapTypes?.set(client, reach.mapType);
  return reach;
}

function reachOf(world: World, a: NodeIndex, b: NodeIndex): Reach {
  const chainA = chainOf(world, a);
  const chainB = chainOf(world, b);
  const hopsA = chainA.findIndex((node) => chainB.includes(node));
  if (hopsA === -1) return throughHost(world, a, b, chainA.length + chainB.length);
  const hopsB = chainB.indexOf(chainA[hopsA]!);
  // The common node counts with A's side, both endpoints with their own (DMA-036); what is above it does not (DMA-038).
  const path = [...chainA.slice(0, hopsA + 1), ...chainB.slice(0, hopsB)];
  const distance = hopsA + hopsB;
  if (path.some((node) => hasRedirect(world, node))) return throughHost(world, a, b, distance);
  return { mapType: 'BUS_ADDR', distance };
}

const throughHost = (world: World, a: NodeIndex, b: NodeIndex, distance: number): Reach => ({
  mapType: isThroughHostAllowed(world, a, b) ? 'THRU_HOST_BRIDGE' : 'NOT_SUPPORTED',
  distance,
});

/** p2pMapType() of dma-mmio.md 3.2: asked of the device itself, not of an ancestor, and answered from the cache. */
export function mapTypeOf(world: World, provider: Device, device: Device): P2pMapType {
  const { node } = device.config;
  if (provider.mapTypes === null || node === null) return 'NOT_SUPPORTED';
  return provider.mapTypes.get(node) ?? computeReach(world, provider, node).mapType;
}

/** distance_many() of dma-mmio.md 3.3; -1: not all are supported. */
export function distanceMany(world: World, provider: Device, clients: readonly Device[], verbose: boolean): number {
  if (clients.length === 0) return -1;
  let total = 0;
  let isSupported = true;
  for (const { config } of clients) {
    const client = config.node ?? config.ancestor;
    if (client === null) return -1;
    const { mapType, distance } = computeReach(world, provider, client);
    if (mapType === 'NOT_SUPPORTED') isSupported = false;
    if (!isSupported && !verbose) return -1;
    total += distance;
  }
  return isSupported ? total : -1;
}
