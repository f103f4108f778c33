import type { Bar, DmaApiConfig, DmaDevice } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';

/** Ops simpler than `op`, simplest first: nothing fails, no attributes, one segment, few bytes. */
export function* simplerOps(op: DmaApiOp): Iterable<DmaApiOp> {
  switch (op.op) {
    case 'setAcs':
      for (const bit of [0x4, 0]) if (op.control !== bit) yield { ...op, control: bit };
      return;
    case 'makeProviders':
      if (op.fail) yield { ...op, fail: false };
      return;
    case 'distanceMany':
      if (op.clients.length > 1) for (const client of op.clients) yield { ...op, clients: [client] };
      if (op.verbose) yield { ...op, verbose: false };
      return;
    case 'mapPhys':
      yield* plainer(op);
      if (op.form !== 'phys') yield { ...op, form: 'phys' };
      yield* shorter(op);
      return;
    case 'mapP2p':
      if (op.fail !== null) yield { ...op, fail: null };
      if (op.offset !== 0n) yield { ...op, offset: 0n };
      yield* shorter(op);
      return;
    case 'mapSg':
      yield* plainer(op);
      if (op.segments.length > 1)
        for (let i = 0; i < op.segments.length; i++) yield { ...op, segments: op.segments.toSpliced(i, 1) };
      return;
    case 'tryAlloc':
      if (op.fail !== null) yield { ...op, fail: null };
      return;
    case 'link':
      yield* plainer(op);
      return;
    case 'sync':
      if (op.fail !== 0) yield { ...op, fail: 0 };
      return;
    default:
      return;
  }
}

type Mapping = Extract<DmaApiOp, { readonly op: 'mapPhys' | 'mapSg' | 'link' }>;

/** Nothing fails; one attribute less. */
function* plainer(op: Mapping): Iterable<Mapping> {
  if (op.fail !== null) yield { ...op, fail: null };
  for (let bit = 1; bit <= op.attrs; bit <<= 1) if ((op.attrs & bit) !== 0) yield { ...op, attrs: op.attrs & ~bit };
  if (op.direction !== 'BIDIRECTIONAL') yield { ...op, direction: 'BIDIRECTIONAL' };
}

function* shorter<Op extends { readonly bytes: bigint }>(op: Op): Iterable<Op> {
  if (op.bytes > 0x1000n) yield { ...op, bytes: 0x1000n };
}

/** Configurations simpler than `config`, simplest first: no guest, fewer devices at the end, plain ones, no ACS. */
export function* simplerConfigs(config: DmaApiConfig): Iterable<DmaApiConfig> {
  const { devices, granuleLg, platform, topology } = config;
  if (platform.kind !== 'none')
    yield {
      ...config,
      platform: { ...platform, kind: 'none', cBit: 0, ipaBits: 0 },
      devices: devices.map((device) => ({ ...device, locked: false })),
    };
  if (devices.length > 1) yield { ...config, devices: devices.slice(0, -1) };
  if (granuleLg !== 12) yield { ...config, granuleLg: 12 };
  for (const [i, device] of devices.entries())
    for (const simpler of simplerDevices(device)) yield { ...config, devices: devices.with(i, simpler) };
  for (const [i, node] of topology.nodes.entries())
    if (node.acs !== null)
      yield { ...config, topology: { ...topology, nodes: topology.nodes.with(i, { ...node, acs: null }) } };
  const last = topology.nodes.length - 1;
  if (last >= 0 && !devices.some(({ node, ancestor }) => node === last || ancestor === last))
    yield { ...config, topology: { ...topology, nodes: topology.nodes.slice(0, -1) } };
}

const ALL = (1n << 64n) - 1n;
const ABSENT: Bar = { kind: 'absent', base: 0n, bytes: 0n, bus: 0n, tee: false };

function* simplerDevices(device: DmaDevice): Iterable<DmaDevice> {
  const { bars, dma, windows } = device;
  if (dma.path !== 'direct') yield { ...device, dma: { path: 'direct' } };
  if (dma.path === 'legacy' && dma.bypass) yield { ...device, dma: { ...dma, bypass: false } };
  if (dma.path === 'legacy' && dma.directWindow > 0n) yield { ...device, dma: { ...dma, directWindow: 0n } };
  if (device.dmaMask !== ALL) yield { ...device, dmaMask: ALL };
  if (device.coherentMask !== ALL) yield { ...device, coherentMask: ALL };
  if (device.busLimit !== 0n) yield { ...device, busLimit: 0n };
  if (device.rangeMap !== null) yield { ...device, rangeMap: null };
  if (!device.coherent) yield { ...device, coherent: true };
  if (device.forceBounce) yield { ...device, forceBounce: false };
  if (device.untrusted) yield { ...device, untrusted: false };
  if (device.kmallocAlign !== 0n) yield { ...device, kmallocAlign: 0n };
  if (device.locked) yield { ...device, locked: false };
  if (device.tdisp && !device.locked) yield { ...device, tdisp: false };
  if (device.nonMappableBars) yield { ...device, nonMappableBars: false };
  if (bars.slice(1).some(({ kind }) => kind !== 'absent'))
    yield { ...device, bars: bars.map((bar, i) => (i === 0 ? bar : ABSENT)) };
  if (bars.some(({ base, bus }) => base !== bus))
    yield { ...device, bars: bars.map((bar) => ({ ...bar, bus: bar.base })) };
  if (windows.length > 1) yield { ...device, windows: windows.slice(0, 1) };
}
