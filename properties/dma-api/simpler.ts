import type { DmaApiConfig, DmaDevice } from '../../model/vocabulary/dma-api/config';
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

/** Configurations simpler than `config`, simplest first: fewer devices at the end, plain ones. */
export function* simplerConfigs(config: DmaApiConfig): Iterable<DmaApiConfig> {
  const { devices, granuleLg } = config;
  if (devices.length > 1) yield { ...config, devices: devices.slice(0, -1) };
  if (granuleLg !== 12) yield { ...config, granuleLg: 12 };
  for (const [i, device] of devices.entries())
    for (const simpler of simplerDevices(device)) yield { ...config, devices: devices.with(i, simpler) };
  const withAcs = config.topology.nodes.findIndex(({ acs }) => acs !== null);
  if (withAcs !== -1) {
    const { topology } = config;
    const nodes = topology.nodes.with(withAcs, { ...topology.nodes[withAcs]!, acs: null });
    yield { ...config, topology: { ...topology, nodes } };
  }
}

const ALL = (1n << 64n) - 1n;

function* simplerDevices(device: DmaDevice): Iterable<DmaDevice> {
  if (device.dmaMask !== ALL) yield { ...device, dmaMask: ALL };
  if (device.coherentMask !== ALL) yield { ...device, coherentMask: ALL };
  if (device.busLimit !== 0n) yield { ...device, busLimit: 0n };
  if (device.rangeMap !== null) yield { ...device, rangeMap: null };
  if (!device.coherent) yield { ...device, coherent: true };
  if (device.forceBounce) yield { ...device, forceBounce: false };
  if (device.untrusted) yield { ...device, untrusted: false };
  if (device.kmallocAlign !== 0n) yield { ...device, kmallocAlign: 0n };
  if (device.locked) yield { ...device, locked: false };
  if (device.dma.path === 'legacy' && device.dma.bypass) yield { ...device, dma: { ...device.dma, bypass: false } };
  if (device.windows.length > 1) yield { ...device, windows: device.windows.slice(0, 1) };
}
