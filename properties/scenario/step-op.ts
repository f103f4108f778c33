import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import { pagesOf } from '../../model/vocabulary/units';
import { UnknownName, type Layout } from './layout';
import type { Scenario, ScenarioStep } from './schema';

const PAGE = 4096;
const entrySize = (entry: '4K' | '2M'): 0 | 1 => (entry === '2M' ? 1 : 0);

/** The op of the device-access machine that a step of a scenario stands for. Throws UnknownName. */
export function opOf(step: ScenarioStep, { devices }: Scenario, layout: Layout): DeviceAccessOp {
  const device = (name: string): number => {
    const number = Object.keys(devices).indexOf(name);
    if (number < 0) throw new UnknownName('device', name, Object.keys(devices));
    return number;
  };
  const table = (name: string): number => layout.table(name).number;
  if (step.map !== undefined) {
    const { iova, to, size: lg, read, write, cbit } = step.map;
    return { op: 'ioMap', table: table(step.map.table), iova, oa: to, lg, read, write, cBit: cbit };
  }
  if (step.unmap !== undefined) return { op: 'ioUnmap', table: table(step.unmap.table), iova: step.unmap.iova };
  if (step.dma !== undefined) {
    const number = device(step.dma.device);
    const { write, address } = direction(step.dma);
    return {
      op: 'dma',
      device: number,
      pasid: null,
      t: devices[step.dma.device]!.trusted ? 1 : 0,
      iova: Math.floor(address / PAGE),
      offset: address % PAGE,
      write,
    };
  }
  if (step.invalidate !== undefined) {
    const { device: name, iova, size } = step.invalidate;
    const pages = iova === undefined ? 0 : pagesOf(size ?? 12);
    return { op: 'invalidate', device: name === undefined ? null : device(name), iova: iova ?? 0, pages };
  }
  if (step.evict !== undefined) {
    const { device: name, iova } = step.evict;
    return { op: 'evict', device: device(name), pasid: null, t: devices[name]!.trusted ? 1 : 0, iova };
  }
  if (step.psmashIo !== undefined) {
    const { at, iova } = step.psmashIo;
    return { op: 'psmashIo', spa: at * PAGE, table: table(step.psmashIo.table), iova };
  }
  return rmpOpOf(step);
}

/** Steps that need neither tables nor devices. */
function rmpOpOf({ assign, share, psmash, pvalidate, host, guest, clearFence, op }: ScenarioStep): DeviceAccessOp {
  if (assign !== undefined) {
    const { at, entry, asid, gpa, immutable } = assign;
    const to = { assigned: true, size: entrySize(entry), immutable, gpa: gpa * PAGE, asid, reserved: false };
    return { op: 'rmpupdate', spa: at * PAGE, asid: 0, to };
  }
  if (share !== undefined) {
    const size = entrySize(share.entry);
    const to = { assigned: false, size, immutable: false, gpa: 0, asid: 0, reserved: false };
    return { op: 'rmpupdate', spa: share.at * PAGE, asid: 0, to };
  }
  if (psmash !== undefined) return { op: 'psmash', spa: psmash.at * PAGE, asid: 0 };
  if (pvalidate !== undefined) {
    const { asid, gpa, at, entry, nested, rescind } = pvalidate;
    const lg = entry === '2M' ? 21 : 12;
    return {
      op: 'pvalidate',
      ...translation(gpa, at, nested ?? lg, lg),
      asid,
      vmpl: 0,
      cpl: 0,
      size: entrySize(entry),
      badInput: false,
      validate: !rescind,
    };
  }
  if (host !== undefined) {
    const { write, address } = direction(host);
    const page = Math.floor(address / PAGE);
    const actor = { by: 'host', asid: 0, vmpl: 0, cBit: false, vtom: null } as const;
    return {
      op: 'access',
      ...translation(page, page, host.through),
      ...actor,
      kind: write ? 'write' : 'read',
      user: host.user,
    };
  }
  if (guest !== undefined) {
    const { asid, vmpl, fetch, at, nested, shared } = guest;
    const kind = fetch !== undefined ? 'fetch' : direction(guest).write ? 'write' : 'read';
    const address = fetch ?? direction(guest).address;
    const actor = { by: 'snp-guest', user: false, asid, vmpl, cBit: !shared, vtom: null } as const;
    return { op: 'access', ...translation(Math.floor(address / PAGE), at, nested), ...actor, kind };
  }
  if (clearFence !== undefined) return { op: 'clearFence', asid: clearFence.asid };
  return op!;
}

const translation = (gpa: number, spa: number, nestedLg: number, guestLg = 12) => ({
  gpa,
  spa,
  guestLg,
  guestPresent: true,
  nestedLg,
  nestedPresent: true,
  nestedWritable: true,
});

/** The schema sees to it that one of them is there. */
const direction = ({ read, write }: { read?: number | undefined; write?: number | undefined }) => ({
  write: write !== undefined,
  address: write ?? read!,
});
