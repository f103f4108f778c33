/** Indices into DmaApiConfig: of a PCI node, a host bridge. */
export type NodeIndex = number;
export type HostBridgeIndex = number;

/** The first device on the root bus of a host bridge, by which the whitelist knows the bridge. dma-mmio.md 3.2. */
export interface RootDevice {
  readonly vendor: number;
  readonly device: number;
  /** Device and function number, 8 bits: 0 is 00.0. */
  readonly devfn: number;
  readonly isRootPort: boolean;
}

export interface HostBridge {
  /** Null: nothing is on the root bus that the whitelist could look at. */
  readonly root: RootDevice | null;
}

/** A PCI function, bridge or port. Nodes stand behind their parents in the configuration. */
export interface PciNode {
  /** The upstream bridge; null: on a root bus. */
  readonly parent: NodeIndex | null;
  /** Of the root that it hangs below; the same as its parent's. */
  readonly host: HostBridgeIndex;
  /** Domain (bits 31 … 16), bus, device and function: no two nodes have the same. */
  readonly bdf: number;
  /** The ACS capability: bits that can be set, and those that are at the start (a subset). Null: none. */
  readonly acs: { readonly capable: number; readonly control: number } | null;
}

/** AMD family 0x17 and later, or not; each answer of 3.2 may rest on it. */
export interface Topology {
  readonly zen: boolean;
  readonly hostBridges: readonly HostBridge[];
  readonly nodes: readonly PciNode[];
}

/** Vendors of the whitelist of host bridges. dma-mmio.md 3.2. */
export const Vendor = { INTEL: 0x8086, GOOGLE: 0x1ae0, NVIDIA: 0x10de } as const;
/** The DSA, IAX, IAA and QAT devices of Intel in it. Linux pci_ids.h. */
export const INTEL_ACCELERATORS: readonly number[] = [
  0x0b25, 0x0cfe, 0x11fb, 0x1212, 0x1216, 0x4940, 0x4942, 0x4944, 0x4946, 0x4948,
];

/** How DMA of one function reaches another. dma-mmio.md 0.4. UNKNOWN and NONE are no answers (DMA-045). */
export type P2pMapType = 'UNKNOWN' | 'NONE' | 'NOT_SUPPORTED' | 'BUS_ADDR' | 'THRU_HOST_BRIDGE';
