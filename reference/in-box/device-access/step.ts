import type { DeviceAccessOp, DeviceOp, DmaOp } from '../../../model/vocabulary/device-access/op';
import type { DeviceOutcome, DmaOutcome, IommuEvent } from '../../../model/vocabulary/device-access/outcome';
import { rmpOutcome, type RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import { toU64 } from '../../../model/vocabulary/units';
import { NO_PASID } from './hardware';
import type { InBoxDeviceAccess } from './in-box';

const outcome = (fields: Partial<DeviceOutcome>): DeviceOutcome => ({
  dma: null,
  rmp: null,
  done: true,
  allOnes: false,
  event: null,
  ...fields,
});

/** Executes one op of either side and reads the registers into an outcome. */
export function executeDeviceAccessOp(d: InBoxDeviceAccess, op: DeviceAccessOp): DeviceOutcome {
  switch (op.op) {
    case 'dma':
      return outcome({ dma: request(d, op) });
    case 'setDte':
      d.setDte(op.device, op.qwords);
      return outcome({});
    case 'setSdte':
      d.setSdte(op.device, op.sdte);
      return outcome({});
    case 'ioMap':
      return outcome({ done: d.ioMap(op.table, op.iova, op.oa, op.lg, op.read, op.write, op.cBit) });
    case 'ioUnmap':
      return outcome({ done: d.ioUnmap(op.table, op.iova) !== 0 });
    case 'gcr3':
      return outcome({ done: gcr3(d, op.table, op.pasid, op.s1) });
    case 'poke':
      d.lo = Number(op.value & 0xffff_ffffn);
      d.hi = Number(op.value >> 32n);
      d.store(op.spa, op.index);
      return outcome({});
    case 'invalidate':
      d.invalidate(op.device ?? -1, op.iova, op.pages);
      return outcome({});
    case 'evict':
      return outcome({ done: d.evict(op.device, op.pasid ?? NO_PASID, op.t, op.iova) });
    case 'clearFence':
      d.clearFence(op.asid);
      return outcome({});
    case 'mmio':
      return mmio(d, op.device, op.write);
    case 'iommuRead':
    case 'iommuWrite':
      return structure(d, op);
    case 'psmashIo':
      return psmashIo(d, op.spa, op.table, op.iova);
    default:
      return outcome({ rmp: d.rmp.step(op) });
  }
}

function request(d: InBoxDeviceAccess, op: DmaOp): DmaOutcome {
  const ok = d.request(op.device, op.pasid ?? NO_PASID, op.t, op.iova, op.offset, op.write);
  return { ok, spa: d.spa, gpa: d.gpa, reachLg: d.reachLg, event: eventOf(d), fenced: d.fenced, hit: d.hit };
}

function eventOf(d: InBoxDeviceAccess): IommuEvent | null {
  if (d.eventCode === 0) return null;
  return { code: d.eventCode, device: d.device, flags: d.eventFlags, address: toU64(d.eventPage, d.eventOffset) };
}

function gcr3(d: InBoxDeviceAccess, table: number, pasid: number, s1: number): boolean {
  const pages = d.tables[table];
  const root = d.tables[s1]?.table;
  if (pages?.table.format !== 'gcr3' || root?.format !== 'amdv2') return false;
  return d.parts.writeGcr3(d, pages, pasid, root.address);
}

/** rmp.md 4.5: reads give all ones, writes are dropped, while the guest is fenced. */
function mmio(d: InBoxDeviceAccess, device: number, write: boolean): DeviceOutcome {
  const passes = d.parts.mmioPasses(d, device);
  return outcome({ done: passes, allOnes: !passes && !write });
}

function structure(d: InBoxDeviceAccess, op: Extract<DeviceOp, { op: 'iommuRead' | 'iommuWrite' }>): DeviceOutcome {
  d.clear();
  d.device = 0;
  d.write = op.op === 'iommuWrite';
  const passes =
    op.op === 'iommuRead'
      ? d.parts.iommuMayRead(d, op.spa)
      : op.what === 'hostAD'
        ? d.parts.iommuMayUpdate(d, op.spa)
        : d.parts.iommuMayLog(d, op.spa);
  if (!passes) d.parts.rmpHwError(d, op.spa);
  return outcome({ done: passes, event: eventOf(d) });
}

function psmashIo(d: InBoxDeviceAccess, spa: number, tableNumber: number, iova: number): DeviceOutcome {
  const table = d.tables[tableNumber];
  if (table === undefined) return outcome({ done: false });
  d.rmp.clear();
  const code = d.parts.psmashIo(d, Math.floor(spa / 4096), spa % 4096 === 0, table, iova);
  if (code < 0 && d.rmp.fault === null) return outcome({ done: false });
  const rmp: RmpOutcome = rmpOutcome({ code, fault: d.rmp.fault });
  return outcome({ done: code === 0, rmp });
}
