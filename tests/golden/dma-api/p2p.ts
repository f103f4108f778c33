/** dma-mmio.md 3.3, 10.4. Data only. */
import type { P2pMapType, Topology } from '../../../model/vocabulary/dma-api/topology';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import { OWNER, REQUESTER, type GoldenDmaApiRow, type GoldenStep } from './build';
import {
  ACROSS,
  across,
  CASCADED,
  cascaded,
  oneRootPort,
  oneSwitch,
  root,
  SWITCH,
  twoRootPorts,
  UNLISTED,
  type Controls,
} from './topologies';

const provider = { device: OWNER, bar: 0 } as const;
const query: DmaApiOp = { op: 'mapType', provider, device: REQUESTER };
const distance: DmaApiOp = { op: 'distanceMany', provider: OWNER, clients: [REQUESTER], verbose: true };

/** Map type and distance, and that of a function to itself. */
const asked = (mapType: P2pMapType, hops: number): readonly GoldenStep[] => [
  { op: query, mapType },
  { op: distance, value: mapType === 'NOT_SUPPORTED' ? -1 : hops },
];

interface Place {
  readonly requester: number;
  readonly owner: number;
}
const PORTS: Place = { requester: 2, owner: 3 };

const row = (
  id: string,
  topology: Topology,
  { requester, owner }: Place,
  steps: readonly GoldenStep[],
): GoldenDmaApiRow => ({
  id,
  topology,
  requester: { node: requester },
  owner: { node: owner },
  steps,
});

/** A row whose answer, `via host`, rests on the CPU: asked of both. */
const viaHost = (id: string, topology: (zen: boolean) => Topology, place: Place, hops: number): GoldenDmaApiRow[] => [
  row(`${id} on Zen`, topology(true), place, asked('THRU_HOST_BRIDGE', hops)),
  row(`${id} elsewhere`, topology(false), place, asked('NOT_SUPPORTED', hops)),
];

const onPorts = (control: number): Controls => ({ [SWITCH.ports[0]]: control, [SWITCH.ports[1]]: control });

/** The owner asks for itself. */
const self = (id: string, zen: boolean, controls: Controls, mapType: P2pMapType): GoldenDmaApiRow =>
  row(id, oneSwitch(zen, controls), SWITCH, [
    { op: { op: 'mapType', provider, device: OWNER }, mapType },
    {
      op: { op: 'distanceMany', provider: OWNER, clients: [OWNER], verbose: false },
      value: mapType === 'NOT_SUPPORTED' ? -1 : 0,
    },
  ]);

const GOLDEN: readonly GoldenDmaApiRow[] = [
  row('BG57', oneSwitch(false), SWITCH, asked('BUS_ADDR', 4)),
  ...viaHost('BG58', (zen) => oneSwitch(zen, onPorts(0x1d)), SWITCH, 4),
  row('BG59', oneSwitch(false, onPorts(0x11)), SWITCH, asked('BUS_ADDR', 4)),
  row('BG60', oneSwitch(false, { [SWITCH.rootPort]: 0x1d }), SWITCH, asked('BUS_ADDR', 4)),
  row('BG61', twoRootPorts(true), PORTS, asked('THRU_HOST_BRIDGE', 4)),
  row('BG62', twoRootPorts(false, [root(0x2f00)]), PORTS, asked('THRU_HOST_BRIDGE', 4)),
  row('BG62b', twoRootPorts(false, [root(0x2f00), root(0x2f00)]), PORTS, asked('NOT_SUPPORTED', 4)),
  row('BG63', oneRootPort(true, { 0: 0x4 }), PORTS, asked('THRU_HOST_BRIDGE', 2)),
  self('BG64', false, { [SWITCH.owner]: 0x4 }, 'NOT_SUPPORTED'),
  ...([true, false] as const).map((zen) =>
    row(`BG65, BG65b ${zen ? 'on Zen' : 'elsewhere'}`, oneSwitch(zen, onPorts(0)), SWITCH, [
      { op: query, mapType: 'BUS_ADDR' },
      ...SWITCH.ports.map((node) => ({ op: { op: 'setAcs', node, control: 0x4 } }) as const),
      { op: query, mapType: 'BUS_ADDR' },
      { op: distance, value: zen ? 4 : -1 },
      { op: query, mapType: zen ? 'THRU_HOST_BRIDGE' : 'NOT_SUPPORTED' },
    ]),
  ),
];

const TABLE: readonly GoldenDmaApiRow[] = [
  self('3.3 same function', false, { [SWITCH.owner]: 0x11 }, 'BUS_ADDR'),
  self('3.3 same function, own redirect, on Zen', true, { [SWITCH.owner]: 0x8 }, 'THRU_HOST_BRIDGE'),
  row('3.3 two functions below one port', oneRootPort(false, { 0: 0 }), PORTS, asked('BUS_ADDR', 2)),
  ...viaHost('3.3 two functions below a port with RR', (zen) => oneRootPort(zen, { 0: 0x4 }), PORTS, 2),
  row('3.3 two devices, one switch', oneSwitch(false), SWITCH, asked('BUS_ADDR', 4)),
  ...SWITCH.ports.flatMap((port) =>
    viaHost(`3.3 redirect on the downstream port ${port}`, (zen) => oneSwitch(zen, { [port]: 0x20 }), SWITCH, 4),
  ),
  row('3.3 redirect above', oneSwitch(false, { [SWITCH.rootPort]: 0x2c }), SWITCH, asked('BUS_ADDR', 4)),
  row('3.3 cascaded switch', cascaded(false), CASCADED, asked('BUS_ADDR', 6)),
  ...viaHost('3.3 two root ports of one bridge', (zen) => twoRootPorts(zen), PORTS, 4),
  ...viaHost('3.3 two root ports of two bridges', (zen) => twoRootPorts(zen, [UNLISTED, UNLISTED]), PORTS, 4),
  ...viaHost('3.3 switch to another root port', across, ACROSS, 6),
  {
    id: '3.3 not PCI',
    requester: { node: null, bars: [] },
    steps: [
      { op: query, mapType: 'NOT_SUPPORTED' },
      { op: distance, value: -1 },
    ],
  },
  {
    id: '3.3 not PCI, with an ancestor: distance_many walks to it',
    requester: { node: null, ancestor: 2, bars: [] },
    steps: [
      { op: query, mapType: 'NOT_SUPPORTED' },
      { op: distance, value: 4 },
    ],
  },
];

/** The points of 3.2 that implementations get wrong, and the whitelist. */
const POINTS: readonly GoldenDmaApiRow[] = [
  row('3.2 the common node counts', oneSwitch(false, { [SWITCH.upstream]: 0x4 }), SWITCH, asked('NOT_SUPPORTED', 4)),
  ...[SWITCH.requester, SWITCH.owner].map((node) =>
    row(`3.2 endpoint ${node} counts`, oneSwitch(false, { [node]: 0x8 }), SWITCH, asked('NOT_SUPPORTED', 4)),
  ),
  row('3.2 SV, TB, UF do not count', oneSwitch(false, onPorts(0x13)), SWITCH, asked('BUS_ADDR', 4)),
  row('3.2 any bridge', twoRootPorts(false, [root(0x2030), root(0x09a2)]), PORTS, asked('THRU_HOST_BRIDGE', 4)),
  row('3.2 one of two bridges', twoRootPorts(false, [root(0x2030), UNLISTED]), PORTS, asked('NOT_SUPPORTED', 4)),
  row(
    '3.2 the first device is neither 00.0 nor a root port',
    twoRootPorts(false, [root(0x2030, { devfn: 8 })]),
    PORTS,
    asked('NOT_SUPPORTED', 4),
  ),
  row(
    '3.2 the first device is a root port',
    twoRootPorts(false, [root(0x2030, { devfn: 8, isRootPort: true })]),
    PORTS,
    asked('THRU_HOST_BRIDGE', 4),
  ),
  row(
    '3.2 every Google device',
    twoRootPorts(false, [root(1, { vendor: 0x1ae0 })]),
    PORTS,
    asked('THRU_HOST_BRIDGE', 4),
  ),
  {
    id: '3.3 distance_many of nobody',
    steps: [{ op: { op: 'distanceMany', provider: OWNER, clients: [], verbose: false }, value: -1 }],
  },
  {
    id: '3.2 no table, no P2P; 3.1 makes it once',
    owner: { providers: false },
    steps: [
      { op: query, mapType: 'NOT_SUPPORTED' },
      { op: { op: 'makeProviders', device: OWNER, fail: true }, value: -12 },
      { op: { op: 'makeProviders', device: OWNER, fail: false } },
      { op: { op: 'makeProviders', device: OWNER, fail: true } },
      { op: query, mapType: 'THRU_HOST_BRIDGE' },
    ],
  },
  {
    id: '3.1 BARs that cannot be mapped',
    owner: { providers: false, nonMappableBars: true },
    steps: [{ op: { op: 'makeProviders', device: OWNER, fail: false }, value: -95 }],
  },
];

export const P2P_ROWS: readonly GoldenDmaApiRow[] = [...GOLDEN, ...TABLE, ...POINTS];
