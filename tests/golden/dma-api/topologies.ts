/** Topologies of dma-mmio.md 3.3 and 10.4. Data only. */
import { Vendor, type PciNode, type RootDevice, type Topology } from '../../../model/vocabulary/dma-api/topology';

export const UNLISTED: RootDevice = { vendor: Vendor.INTEL, device: 0x1234, devfn: 0, isRootPort: false };
export const root = (device: number, fields: Partial<RootDevice> = {}): RootDevice => ({
  ...UNLISTED,
  device,
  ...fields,
});

const ALL_BITS = 0x7f;

/** Control values of nodes that have the capability, by node. */
export type Controls = Readonly<Record<number, number>>;

function topologyOf(
  parents: readonly (number | null)[],
  zen: boolean,
  controls: Controls,
  roots: readonly RootDevice[] = [UNLISTED],
  hosts: readonly number[] = parents.map(() => 0),
): Topology {
  const nodes: PciNode[] = parents.map((parent, i) => {
    const control = controls[i];
    return {
      parent,
      host: hosts[i]!,
      bdf: hosts[i]! * 0x1_0000 + i * 0x100,
      acs: control === undefined ? null : { capable: ALL_BITS, control },
    };
  });
  return { zen, hostBridges: roots.map((device) => ({ root: device })), nodes };
}

/** 0, 1: root ports; 2, 3: requester and owner, below one each. One host bridge, or one for each root port. */
export const twoRootPorts = (zen: boolean, roots?: readonly RootDevice[]): Topology =>
  topologyOf([null, null, 0, 1], zen, {}, roots, roots?.length === 2 ? [0, 1, 0, 1] : undefined);

/** 0: a root port; 2, 3: two functions below it, as is 1. */
export const oneRootPort = (zen: boolean, controls: Controls): Topology => topologyOf([null, 0, 0, 0], zen, controls);

/** Nodes of oneSwitch. */
export const SWITCH = { requester: 4, owner: 5, rootPort: 0, upstream: 1, ports: [2, 3] } as const;

/** A switch below a root port, a device below each of two downstream ports. */
export const oneSwitch = (zen: boolean, controls: Controls = {}, device: RootDevice = UNLISTED): Topology =>
  topologyOf([null, 0, 1, 1, 2, 3], zen, controls, [device]);

/** As oneSwitch, but the requester is below a second switch, which is below the first port of the first. */
export const CASCADED = { requester: 6, owner: 7 } as const;
export const cascaded = (zen: boolean): Topology => topologyOf([null, 0, 1, 1, 2, 4, 5, 3], zen, {});

/** Owner below the switch, requester below another root port. */
export const ACROSS = { requester: 4, owner: 5 } as const;
export const across = (zen: boolean): Topology => topologyOf([null, 0, 1, null, 3, 2], zen, {});
