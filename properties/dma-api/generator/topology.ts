import {
  INTEL_ACCELERATORS,
  Vendor,
  type HostBridge,
  type NodeIndex,
  type PciNode,
  type RootDevice,
  type Topology,
} from '../../../model/vocabulary/dma-api/topology';
import { Weights, type Draw } from '../../engine/draw';

/** ACS control values: nothing, what does not redirect, and each bit that does. dma-mmio.md 10.4. */
const CONTROLS = new Weights([
  [3, 0],
  [3, 0x11],
  [1, 0x53],
  [2, 0x1d],
  [2, 0x4],
  [1, 0x8],
  [1, 0x20],
]);
const ALL_BITS = 0x7f;

const INTEL_UNLISTED = 0x1234;
/** The devices that the whitelist knows, those that it almost knows, and none. dma-mmio.md 3.2. */
const ROOTS = new Weights<readonly [vendor: number, device: number]>([
  [5, [Vendor.INTEL, INTEL_UNLISTED]],
  [8, [Vendor.INTEL, 0x2f00]],
  [1, [Vendor.INTEL, 0x3c01]],
  [3, [Vendor.INTEL, 0x2030]],
  [1, [Vendor.INTEL, INTEL_ACCELERATORS[0]!]],
  [1, [Vendor.INTEL, INTEL_ACCELERATORS.at(-1)!]],
  [1, [Vendor.GOOGLE, 0x1]],
  [2, [Vendor.NVIDIA, 0x2f97]],
  [1, [Vendor.NVIDIA, 0x2f00]],
  [1, [0x1022, 0x2f00]],
]);

function drawBridge(draw: Draw): HostBridge {
  if (draw.chance(3)) return { root: null };
  const [vendor, device] = draw.weighted(ROOTS);
  const speaks = draw.chance(90);
  const root: RootDevice = speaks
    ? { vendor, device, devfn: draw.chance(60) ? 0 : 0x10, isRootPort: false }
    : { vendor, device, devfn: 0x18, isRootPort: draw.chance(50) };
  return { root: speaks && root.devfn !== 0 ? { ...root, isRootPort: true } : root };
}

/** A topology, and the ports that functions can be put below. */
export interface Drawn {
  readonly topology: Topology;
  readonly functions: readonly NodeIndex[];
}

/** Root ports, some with a switch or two below, and functions below all: dma-mmio.md 3.3. */
export function drawTopology(draw: Draw, devices: number): Drawn {
  const hostBridges = Array.from({ length: 1 + draw.int(2) }, () => drawBridge(draw));
  const nodes: PciNode[] = [];
  const add = (parent: NodeIndex | null, host: number): NodeIndex => {
    // Devices and functions differ between domains too: the bus number is that of the node.
    nodes.push({ parent, host, bdf: host * 0x1_0000 + nodes.length * 0x100, acs: drawAcs(draw) });
    return nodes.length - 1;
  };
  const ports: NodeIndex[] = [];
  for (let root = 0; root < 1 + draw.int(3); root++) {
    const host = draw.int(hostBridges.length);
    const rootPort = add(null, host);
    if (draw.chance(35)) ports.push(rootPort);
    else addSwitch(draw, (parent) => add(parent, host), rootPort, ports, draw.chance(30));
  }
  const functions = Array.from({ length: devices }, () => {
    const port = draw.pick(ports);
    return add(port, nodes[port]!.host);
  });
  return { topology: { zen: draw.chance(30), hostBridges, nodes: oneRedirect(draw, nodes) }, functions };
}

function addSwitch(
  draw: Draw,
  add: (parent: NodeIndex) => NodeIndex,
  above: NodeIndex,
  ports: NodeIndex[],
  cascaded: boolean,
): void {
  const upstream = add(above);
  for (let i = 0; i < 1 + draw.int(2); i++) ports.push(add(upstream));
  if (cascaded) addSwitch(draw, add, add(upstream), ports, false);
}

const drawAcs = (draw: Draw): PciNode['acs'] => {
  if (draw.chance(30)) return null;
  const capable = draw.chance(80) ? ALL_BITS : 0x11;
  return { capable, control: draw.weighted(CONTROLS) & capable };
};

/** Mostly a redirect on one node alone, or none: where it stands then decides. */
function oneRedirect(draw: Draw, nodes: readonly PciNode[]): readonly PciNode[] {
  if (draw.chance(25)) return nodes;
  const only = draw.chance(60) ? draw.int(nodes.length) : -1;
  return nodes.map((node, i) => {
    if (node.acs === null) return node;
    const redirects = i === only ? 0x4 & node.acs.capable : 0;
    return { ...node, acs: { ...node.acs, control: (node.acs.control & ~0x2c) | redirects } };
  });
}
