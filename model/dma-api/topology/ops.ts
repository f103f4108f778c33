import type { TopologyOp } from '../../vocabulary/dma-api/op';
import { Errno } from '../../vocabulary/errno';
import { absent, returned, type Ended } from '../ended';
import type { World } from '../state';
import { distanceMany, mapTypeOf } from './map-type';

/** PCI and P2PDMA: dma-mmio.md 3. */
export function stepTopology(world: World, op: TopologyOp): Ended {
  switch (op.op) {
    case 'setAcs': {
      const node = world.config.topology.nodes[op.node];
      if (node === undefined) return absent;
      world.acs[op.node] = op.control & (node.acs?.capable ?? 0);
      return returned(0);
    }
    case 'makeProviders': {
      const device = world.devices[op.device];
      if (device === undefined || device.config.node === null) return absent;
      if (device.mapTypes !== null) return returned(0);
      if (device.config.nonMappableBars) return returned(Errno.EOPNOTSUPP);
      if (op.fail) return returned(Errno.ENOMEM);
      device.mapTypes = new Map();
      return returned(0);
    }
    case 'distanceMany': {
      const provider = world.devices[op.provider];
      const clients = op.clients.map((client) => world.devices[client]);
      if (provider === undefined || provider.config.node === null) return absent;
      if (!clients.every((client) => client !== undefined)) return absent;
      return returned(distanceMany(world, provider, clients, op.verbose));
    }
    case 'mapType': {
      const provider = world.devices[op.provider.device];
      const device = world.devices[op.device];
      if (provider?.config.bars[op.provider.bar]?.kind !== 'memory' || device === undefined) return absent;
      return { ...returned(0), mapType: mapTypeOf(world, provider, device) };
    }
  }
}
