import type { Bar, BouncePool, DmaApiConfig, DmaDevice, DmaPath } from '../../model/vocabulary/dma-api/config';
import type { HostBridge, PciNode } from '../../model/vocabulary/dma-api/topology';
import { address } from '../plain/words';

const hex = (value: number): string => `0x${value.toString(16)}`;

function pathText(dma: DmaPath): string {
  if (dma.path !== 'legacy') return dma.path;
  const odd = [
    ...(dma.bypass ? [`bypass from ${address(dma.requiredMask)}`] : []),
    ...(dma.directWindow === 0n ? [] : [`direct below ${address(dma.directWindow)}`]),
  ];
  return [`legacy ${dma.ops}`, ...odd].join(' ');
}

const barText = ({ kind, base, bytes, bus, tee }: Bar, index: number): string =>
  `BAR${index} ${kind} ${address(base)}+${address(bytes)}${bus === base ? '' : ` on the bus at ${address(bus)}`}${tee ? ' TEE' : ''}`;

function deviceText(device: DmaDevice, index: number): string {
  const place =
    device.node === null
      ? `not PCI${device.ancestor === null ? '' : ` below node ${device.ancestor}`}`
      : `node ${device.node}`;
  const said = [
    place,
    pathText(device.dma),
    `mask ${device.dmaMask === null ? 'none' : address(device.dmaMask)}`,
    ...(device.coherentMask === device.dmaMask ? [] : [`coherent mask ${address(device.coherentMask)}`]),
    ...(device.busLimit === 0n ? [] : [`bus limit ${address(device.busLimit)}`]),
    ...(device.coherent ? [] : ['not coherent']),
    ...(device.rangeMap === null ? [] : [`${device.rangeMap.length} ranges`]),
    ...(device.forceBounce ? ['bounces by force'] : []),
    ...(device.pool === null ? [] : [`pool ${device.pool}`]),
    ...(device.untrusted ? ['untrusted'] : []),
    ...(device.kmallocAlign === 0n ? [] : [`kmalloc ${device.kmallocAlign}`]),
    ...device.bars.flatMap((bar, i) => (bar.kind === 'absent' ? [] : [barText(bar, i)])),
    ...(device.nonMappableBars ? ['BARs not mappable'] : []),
    ...(device.providers ? ['providers'] : []),
    ...(device.locked ? ['locked'] : device.tdisp ? ['TDISP'] : []),
  ];
  return `device ${index}: ${said.join(', ')}`;
}

const nodeText = ({ parent, acs }: PciNode, index: number): string =>
  `${index}${parent === null ? '' : ` below ${parent}`}${acs === null ? '' : ` ACS ${hex(acs.control)} of ${hex(acs.capable)}`}`;

const rootText = ({ root }: HostBridge): string => (root === null ? 'none' : `${hex(root.vendor)}:${hex(root.device)}`);

const poolText = ({ base, slots, shared }: BouncePool, index: number): string =>
  `pool ${index}: ${slots} slots at ${address(base)}${shared ? '' : ', private'}`;

/** A configuration in one line. */
export function describeConfig({ granuleLg, platform, topology, devices, pools }: DmaApiConfig): string {
  const { kind, cBit, ipaBits, guestForcesBounce } = platform;
  return [
    [
      `${kind}${cBit === 0 ? '' : ` C-bit ${cBit}`}${ipaBits === 0 ? '' : ` IPA ${ipaBits}`}`,
      `${2 ** (granuleLg - 10)}K granules`,
      ...(guestForcesBounce ? [] : ['no forced bounce of guests']),
    ].join(', '),
    `${topology.zen ? 'Zen, ' : ''}roots ${topology.hostBridges.map(rootText).join(' ')}`,
    `nodes ${topology.nodes.map(nodeText).join(', ') || 'none'}`,
    ...devices.map(deviceText),
    ...pools.map(poolText),
  ].join('; ');
}
