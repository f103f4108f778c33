import type { DeviceIndex } from '../../../model/vocabulary/dma-api/config';
import { ACS_REDIR } from '../../../model/vocabulary/dma-api/attrs';
import type { DmaApiOutcome } from '../../../model/vocabulary/dma-api/outcome';
import type { NodeIndex } from '../../../model/vocabulary/dma-api/topology';
import { errnoText } from '../../../model/vocabulary/errno';
import type { PictureWay, WayStation } from '../../../model/vocabulary/picture';
import { callWays, type Stop } from '../../plain/picture-ways';
import { address } from '../../plain/words';
import { attrsText, eventText } from '../words';
import type { DmaApiPicturedStep } from './step';

/** How a call ended: value, address, map type. */
function endOf({ end, value, address: at, entries, mapType, attrs }: DmaApiOutcome, isDistance: boolean): Stop {
  const said = [
    value === null ? end : isDistance ? String(value) : errnoText(value),
    ...(at === null ? [] : [address(at)]),
    ...entries.map(address),
    ...(mapType === null ? [] : [mapType]),
    ...(attrs === null ? [] : [attrsText(attrs)]),
  ];
  return { name: 'ends', text: said.join(', ') };
}

const stopsOf = (outcome: DmaApiOutcome, isDistance: boolean): Stop[] => [
  ...outcome.events.map((event) => ({ name: event.event, text: eventText(event) })),
  ...outcome.reports.map((text) => ({ name: 'report', text })),
  endOf(outcome, isDistance),
];

/** From a function up to its root, with what each node redirects. */
function upward({ config, before }: DmaApiPicturedStep, device: DeviceIndex): PictureWay[] {
  const { node: from, ancestor } = config.devices[device]!;
  const stations: WayStation[] = [];
  for (let node: NodeIndex | null = from ?? ancestor; node !== null; node = config.topology.nodes[node]!.parent) {
    const control = before.acsControl(node);
    const text = `ACS 0x${control.toString(16)}${(control & ACS_REDIR) === 0 ? '' : ', redirects'}`;
    stations.push({ name: `node ${node}`, text, state: 'passed' });
  }
  return stations.length === 0 ? [] : [{ title: `From device ${device} to its root`, stations }];
}

/** Who asks for whom: the ways of which a map type speaks. */
function devicesOf({ op }: DmaApiPicturedStep): readonly DeviceIndex[] {
  switch (op.op) {
    case 'mapType':
    case 'mapP2p':
      return [...new Set([op.provider.device, op.device])];
    case 'distanceMany':
      return [...new Set([op.provider, ...op.clients])];
    default:
      return [];
  }
}

/** What the call did beside what it should do, and the ways between provider and clients. */
export function waysOf(step: DmaApiPicturedStep): PictureWay[] {
  const { op, expectedOutcome, observedOutcome, config } = step;
  const isDistance = op.op === 'distanceMany';
  const devices = devicesOf(step).filter((device) => config.devices[device] !== undefined);
  return [
    ...callWays(stopsOf(expectedOutcome, isDistance), stopsOf(observedOutcome, isDistance)),
    ...devices.flatMap((device) => upward(step, device)),
  ];
}
