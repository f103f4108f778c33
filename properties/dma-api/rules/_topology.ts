import { ACS_REDIR } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex, DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import { INTEL_ACCELERATORS, Vendor, type NodeIndex } from '../../../model/vocabulary/dma-api/topology';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';

/** A node and what is above it. */
export function upward({ topology }: DmaApiConfig, from: NodeIndex): readonly NodeIndex[] {
  const { parent } = topology.nodes[from]!;
  return parent === null ? [from] : [from, ...upward({ topology } as DmaApiConfig, parent)];
}

/** The way between two functions. */
export interface Way {
  /** The lowest node above, or at, both; null: none. */
  readonly common: NodeIndex | null;
  /** Every node on it, ends and common node included; to the roots where there is no common one. */
  readonly nodes: readonly NodeIndex[];
  readonly above: readonly NodeIndex[];
  readonly distance: number;
}

export function wayBetween(config: DmaApiConfig, a: NodeIndex, b: NodeIndex): Way {
  const [fromA, fromB] = [upward(config, a), upward(config, b)];
  const common = fromA.find((node) => fromB.includes(node)) ?? null;
  if (common === null) return { common, nodes: [...fromA, ...fromB], above: [], distance: fromA.length + fromB.length };
  const [hopsA, hopsB] = [fromA.indexOf(common), fromB.indexOf(common)];
  return {
    common,
    nodes: [...fromA.slice(0, hopsA), ...fromB.slice(0, hopsB), common],
    above: fromA.slice(hopsA + 1),
    distance: hopsA + hopsB,
  };
}

export const redirects = (view: DmaApiView, nodes: readonly NodeIndex[]): boolean =>
  nodes.some((node) => (view.acsControl(node) & ACS_REDIR) !== 0);

const SAME_BRIDGE = [0x3c00, 0x3c01, 0x2f00, 0x2f01];
const LISTED = [0x2030, 0x2031, 0x2032, 0x2033, 0x2020, 0x09a2, ...INTEL_ACCELERATORS];

/** What the whitelist says of the host bridge above a node. dma-mmio.md 3.2. */
export function listingOf({ topology, assumptions }: DmaApiConfig, node: NodeIndex): 'no' | 'same bridge' | 'any' {
  const { root } = topology.hostBridges[topology.nodes[node]!.host]!;
  if (root === null || (root.devfn !== 0 && !root.isRootPort)) return 'no';
  const { vendor, device } = root;
  if (vendor === Vendor.INTEL && SAME_BRIDGE.includes(device)) return 'same bridge';
  const isNvidia = assumptions.DMA_RELEASE === '7.3' && vendor === Vendor.NVIDIA;
  const isListed =
    (vendor === Vendor.INTEL && LISTED.includes(device)) ||
    vendor === Vendor.GOOGLE ||
    (isNvidia && device >= 0x2f95 && device <= 0x2f98);
  return isListed ? 'any' : 'no';
}

export const hostOf = ({ topology }: DmaApiConfig, node: NodeIndex): number => topology.nodes[node]!.host;

/** The PCI function that distance_many asks for a device; null: none. */
export const functionOf = ({ devices }: DmaApiConfig, device: DeviceIndex): NodeIndex | null =>
  devices[device]!.node ?? devices[device]!.ancestor;
