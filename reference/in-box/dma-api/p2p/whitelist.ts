import { INTEL_ACCELERATORS, Vendor, type RootDevice } from '../../../../model/vocabulary/dma-api/topology';
import type { P2pParts } from '../parts/p2p';

/** A row of the whitelist of host bridges; `devices` null: every device of the vendor. */
interface Row {
  readonly vendor: number;
  readonly devices: readonly number[] | null;
  readonly sameBridgeOnly: boolean;
}

const ROWS_72: readonly Row[] = [
  { vendor: Vendor.INTEL, devices: [0x3c00, 0x3c01, 0x2f00, 0x2f01], sameBridgeOnly: true },
  { vendor: Vendor.INTEL, devices: [0x2030, 0x2031, 0x2032, 0x2033, 0x2020, 0x09a2], sameBridgeOnly: false },
  { vendor: Vendor.INTEL, devices: INTEL_ACCELERATORS, sameBridgeOnly: false },
  { vendor: Vendor.GOOGLE, devices: null, sameBridgeOnly: false },
];
const ROWS_73: readonly Row[] = [
  ...ROWS_72,
  { vendor: Vendor.NVIDIA, devices: [0x2f95, 0x2f96, 0x2f97, 0x2f98], sameBridgeOnly: false },
];

const names = ({ vendor, devices }: Row, root: RootDevice): boolean =>
  vendor === root.vendor && (devices === null || devices.includes(root.device));

/** Host bridges that are known to forward requests between their ports. dma-mmio.md 3.2, Whitelist. */
export const whitelistParts: Pick<P2pParts, 'isWhitelisted' | 'bridgesAllow'> = {
  isWhitelisted(d, host, isShared) {
    const root = d.config.topology.hostBridges[host]!.root;
    // What stands first on the root bus is looked at only as 00.0 or as a root port.
    if (root === null || !(root.devfn === 0 || root.isRootPort)) return false;
    const rows = d.config.assumptions.DMA_RELEASE === '7.2' ? ROWS_72 : ROWS_73;
    const row = rows.find((each) => names(each, root));
    return row !== undefined && (isShared || !row.sameBridgeOnly);
  },

  bridgesAllow(d, owner, client) {
    const [ownerHost, clientHost] = [owner.config.host, client.config.host];
    if (ownerHost === clientHost) return d.parts.isWhitelisted(d, ownerHost, true);
    return d.parts.isWhitelisted(d, ownerHost, false) && d.parts.isWhitelisted(d, clientHost, false);
  },
};
