import type { DmaApiConfig, DmaDevice, Span } from '../../model/vocabulary/dma-api/config';
import { isGuest } from '../../model/vocabulary/dma-api/platform';

/** What is wrong with a configuration, and where: what its types do not say (model/vocabulary/dma-api/config). */
export interface ConfigFault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** The first fault; null: none. */
export function configFault(config: DmaApiConfig): ConfigFault | null {
  return (
    platformFault(config) ??
    topologyFault(config) ??
    firstOf(config.devices, (device, i) => deviceFault(config, device, i))
  );
}

const firstOf = <T>(items: readonly T[], faultOf: (item: T, i: number) => ConfigFault | null): ConfigFault | null => {
  for (const [i, item] of items.entries()) {
    const fault = faultOf(item, i);
    if (fault !== null) return fault;
  }
  return null;
};

function platformFault({ platform }: DmaApiConfig): ConfigFault | null {
  const { kind, cBit, ipaBits } = platform;
  const hasCBit = kind === 'sme-host' || kind === 'sev-guest';
  if (hasCBit !== (cBit > 0 && cBit < 64))
    return { path: ['platform', 'cBit'], message: 'must be 1 to 63 of sme-host and sev-guest, and 0 elsewhere' };
  if ((kind === 'realm') !== (ipaBits > 0 && ipaBits <= 64))
    return { path: ['platform', 'ipaBits'], message: 'must be 1 to 64 of a realm, and 0 elsewhere' };
  return null;
}

function topologyFault({ topology }: DmaApiConfig): ConfigFault | null {
  const { nodes, hostBridges } = topology;
  return firstOf(nodes, ({ parent, host, bdf, acs }, i) => {
    const path = ['topology', 'nodes', i];
    if (parent !== null && parent >= i) return { path, message: 'must stand behind its parent' };
    if (parent !== null && nodes[parent]!.host !== host) return { path, message: 'must have the host of its parent' };
    if (host >= hostBridges.length) return { path, message: 'must name a host bridge' };
    if (nodes.slice(0, i).some((node) => node.bdf === bdf)) return { path, message: 'must have a bdf of its own' };
    if (acs !== null && (acs.control & ~acs.capable) !== 0)
      return { path, message: 'must not have control bits that it is not capable of' };
    return null;
  });
}

function deviceFault(config: DmaApiConfig, device: DmaDevice, i: number): ConfigFault | null {
  const path = ['devices', i];
  const { node, ancestor, bars, windows, pool, tdisp, locked, untrusted } = device;
  const { nodes } = config.topology;
  if ((node ?? ancestor ?? 0) >= Math.max(nodes.length, 1)) return { path, message: 'must name a node that is there' };
  if (node !== null && config.devices.slice(0, i).some((other) => other.node === node))
    return { path, message: 'must have a node of its own' };
  if (bars.length !== (node === null ? 0 : 6))
    return { path, message: 'must list BAR0 to BAR5, or none if it is not PCI' };
  if (node === null && (untrusted || device.providers)) return { path, message: 'must be PCI to be so' };
  if (pool !== null && pool >= config.pools.length) return { path, message: 'must name a pool that is there' };
  if (locked && (!tdisp || !isGuest(config.platform.kind)))
    return { path, message: 'can be locked only with tdisp, in a guest' };
  return windowsFault(windows, 1n << BigInt(config.granuleLg), path);
}

function windowsFault(windows: readonly Span[], granule: bigint, path: ConfigFault['path']): ConfigFault | null {
  let end = 0n;
  for (const { base, bytes } of windows) {
    if (base % granule !== 0n || bytes % granule !== 0n || base <= end)
      return { path, message: 'must have windows of whole granules, above 0, in order, that do not touch' };
    end = base + bytes;
  }
  return null;
}
