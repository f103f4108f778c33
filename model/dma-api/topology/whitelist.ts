import {
  INTEL_ACCELERATORS,
  Vendor,
  type HostBridgeIndex,
  type NodeIndex,
  type RootDevice,
} from '../../vocabulary/dma-api/topology';
import type { World } from '../state';

const SAME_BRIDGE_ONLY = [0x3c00, 0x3c01, 0x2f00, 0x2f01];
const INTEL_ANY = [0x2030, 0x2031, 0x2032, 0x2033, 0x2020, 0x09a2, ...INTEL_ACCELERATORS];
const NVIDIA_ANY = [0x2f95, 0x2f96, 0x2f97, 0x2f98];

/** What the whitelist says of a host bridge. dma-mmio.md 3.2. */
type Entry = 'any' | 'sameBridge' | 'none';

function entryOf({ config }: World, host: HostBridgeIndex): Entry {
  const root = config.topology.hostBridges[host]!.root;
  if (root === null || !isLookedAt(root)) return 'none';
  switch (root.vendor) {
    case Vendor.INTEL:
      if (SAME_BRIDGE_ONLY.includes(root.device)) return 'sameBridge';
      return INTEL_ANY.includes(root.device) ? 'any' : 'none';
    case Vendor.GOOGLE:
      return 'any';
    case Vendor.NVIDIA:
      return config.assumptions.DMA_RELEASE === '7.3' && NVIDIA_ANY.includes(root.device) ? 'any' : 'none';
    default:
      return 'none';
  }
}

/** Only a first device that is 00.0 or a root port speaks for its bridge. */
const isLookedAt = ({ devfn, isRootPort }: RootDevice): boolean => devfn === 0 || isRootPort;

/** Requests between the two may go through their host bridges. DMA-039, DMA-040. */
export function isThroughHostAllowed(world: World, a: NodeIndex, b: NodeIndex): boolean {
  const { zen, nodes } = world.config.topology;
  if (zen) return true;
  const [hostA, hostB] = [nodes[a]!.host, nodes[b]!.host];
  if (hostA === hostB) return entryOf(world, hostA) !== 'none';
  return entryOf(world, hostA) === 'any' && entryOf(world, hostB) === 'any';
}
