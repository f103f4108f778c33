import type { BarRef, LockOp, TopologyOp } from '../../../model/vocabulary/dma-api/op';
import type { InBoxDmaApi } from './in-box';
import type { OwnedBar } from './memory';
import type { Device } from './objects/device';
import { ABSENT, returned, type Result } from './result';

/** Executes what PCI, P2PDMA and TDISP do. dma-mmio.md 3. */
export function executeTopologyOp(d: InBoxDmaApi, op: TopologyOp | LockOp): Result {
  switch (op.op) {
    case 'setAcs': {
      const fn = d.functions[op.node];
      if (fn === undefined) return ABSENT;
      d.parts.setAcs(fn, op.control);
      return returned(0);
    }
    case 'makeProviders': {
      const device = d.devices[op.device];
      return device === undefined || device.fn === null ? ABSENT : returned(d.parts.makeProviders(device, op.fail));
    }
    case 'distanceMany': {
      const owner = d.devices[op.provider];
      const clients = op.clients.map((client): Device | undefined => d.devices[client]);
      if (owner === undefined || owner.fn === null || !clients.every((client) => client !== undefined)) return ABSENT;
      return returned(d.parts.distanceMany(d, owner, clients, op.verbose));
    }
    case 'mapType': {
      const found = barOf(d, op.provider);
      const device = d.devices[op.device];
      if (found === null || device === undefined) return ABSENT;
      return returned(0, { mapType: d.parts.mapType(d, found.owner, device) });
    }
    case 'lock':
    case 'unlock': {
      const device = d.devices[op.device];
      return device === undefined ? ABSENT : returned(d.parts.setLocked(d, device, op.op === 'lock'));
    }
  }
}

/** The memory BAR that is named; null: there is none. */
export function barOf(d: InBoxDmaApi, { device, bar: index }: BarRef): OwnedBar | null {
  const owner = d.devices[device];
  const bar = owner?.config.bars[index];
  return owner === undefined || bar === undefined || bar.kind !== 'memory' ? null : { owner, bar };
}
