import type { DeviceIndex } from '../../../../model/vocabulary/dma-api/config';
import type { CaseContext, Move } from '../context';

/** A bit that redirects is set or cleared, or something that does not. */
export const setAcs: Move = ({ draw, config, view }) => {
  const nodes = config.topology.nodes.length;
  if (nodes === 0) return null;
  const node = draw.int(nodes);
  const now = view.acsControl(node);
  return {
    op: 'setAcs',
    node,
    control: draw.chance(70) ? now ^ draw.pick([0x4, 0x8, 0x20]) : draw.pick([0, 0x11, 0x1d, 0x7f]),
  };
};

export const makeProviders: Move = (c) => {
  const { draw, config } = c;
  const isPci = (device: DeviceIndex): boolean => config.devices[device]!.node !== null;
  const device =
    (draw.chance(80) ? c.deviceThat((i) => isPci(i) && !c.view.hasProviders(i)) : null) ?? c.deviceThat(isPci);
  return device === null ? null : { op: 'makeProviders', device, fail: draw.chance(25) };
};

/** Who asks for P2P: mostly not the exporter itself. */
export const requester = (c: CaseContext, exporter: DeviceIndex): DeviceIndex =>
  (c.draw.chance(88) ? c.deviceThat((device) => device !== exporter) : null) ?? exporter;

export const mapType: Move = (c) => {
  const provider = c.provider();
  return provider === null ? null : { op: 'mapType', provider, device: requester(c, provider.device) };
};

export const distanceMany: Move = (c) => {
  const { draw } = c;
  const provider = c.provider();
  if (provider === null) return null;
  const clients = Array.from({ length: draw.chance(4) ? 0 : 1 + draw.int(3) }, () => requester(c, provider.device));
  return { op: 'distanceMany', provider: provider.device, clients, verbose: draw.chance(40) };
};

/** Mostly the way to the other state. */
export const lock: Move = (c) => {
  const { draw, config, view } = c;
  const device = (draw.chance(90) ? c.deviceThat((i) => config.devices[i]!.tdisp) : null) ?? c.device();
  const isLocked = view.locked(device);
  return { op: isLocked !== draw.chance(12) ? 'unlock' : 'lock', device };
};
