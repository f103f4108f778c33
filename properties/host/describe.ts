import type { HostConfig } from '../../model/vocabulary/host/config';
import type { HostImporter } from '../../model/vocabulary/host/importer';
import type { HostCall, HostOp, ImporterCall } from '../../model/vocabulary/host/op';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import { hexAddress } from '../../model/vocabulary/units';

/** The host that a trace runs on, in one line. */
export function describeConfig({ ram, mmio, guests, devices, importers, contention }: HostConfig): string {
  const guestTexts = guests.map(
    ({ asid, vtom, backing, regions, launched }, g) =>
      `guest ${g} (ASID ${asid}, ${backing}: ${regions.join(', ')}` +
      `${vtom === null ? '' : `; vTOM ${hexAddress(vtom)}`}${launched ? '' : '; in launch'})`,
  );
  const deviceTexts = devices.map(({ guest, ats }, d) => `device ${d} of guest ${guest}${ats ? ' with ATS' : ''}`);
  const barTexts = mmio.map(
    ({ device, first, pages: n, tio }, r) =>
      `BAR of device ${device} (${pages(n)} from ${hexAddress((ram + r) * REGION_PAGES + first)}${tio ? ', can be private' : ''})`,
  );
  const busy =
    contention > 0 ? [`one in ${contention} RMPUPDATEs and PSMASHes, the first among them, meets a busy region`] : [];
  return [
    `${ram} regions of RAM`,
    ...guestTexts,
    ...deviceTexts,
    ...barTexts,
    ...importers.map(describeImporter),
    ...busy,
  ].join('; ');
}

function describeCall(call: HostCall): string {
  switch (call.call) {
    case 'toPrivate':
    case 'toShared':
    case 'mapShared':
      return `${call.call}(${hexAddress(call.gfn)}, ${pages(call.n)})`;
    case 'gmemPunch':
      return `gmemPunch(guest ${call.guest}, ${hexAddress(call.gfn)}, ${pages(call.n)})`;
    case 'pvalidate':
      return `pvalidate(${hexAddress(call.gfn)}, ${call.size === 1 ? '2M' : '4K'}, ${call.validate ? 1 : 0})`;
    case 'touch':
      return `touch(${hexAddress(call.gfn)})`;
    case 'attach':
      return `attach(device ${call.device}, T=${call.t})`;
    case 'detach':
    case 'accept':
    case 'release':
    case 'lockTdi':
      return `${call.call}(device ${call.device})`;
    case 'alloc':
      return `alloc(${pages(call.n)})`;
    case 'free':
      return `free(${hexAddress(call.pfn)}, ${pages(call.n)})`;
    case 'hostWrite':
    case 'reclaim':
      return `${call.call}(${hexAddress(call.pfn)})`;
    case 'launchUpdate':
      return `launchUpdate(${hexAddress(call.gfn)}, ${pages(call.n)}${call.refused ? ', the last is refused' : ''})`;
    case 'launchFinish':
      return 'launchFinish()';
    case 'clearFence':
      return `clearFence(guest ${call.guest})`;
    case 'resetDevice':
      return `resetDevice(device ${call.device})`;
    case 'setMemory':
      return `setMemory(device ${call.device}, ${call.on ? 'on' : 'off'})`;
    default:
      return describeImport(call);
  }
}

function describeImport(call: ImporterCall | (HostCall & { readonly call: 'exportBar' })): string {
  switch (call.call) {
    case 'exportBar':
    case 'dropImport':
      return `${call.call}(BAR ${call.bar})`;
    case 'importBar': {
      const beside = call.before + call.after === 0 ? '' : `, ${call.before} + ${call.after} pages of RAM beside it`;
      return `importBar(BAR ${call.bar} at ${hexAddress(call.iova)}${beside}${failsText(call.fails)})`;
    }
    case 'openPort':
      return `openPort(port ${call.port}${failsText(call.fails)})`;
    case 'closePort':
      return `closePort(port ${call.port})`;
    case 'transfer':
      return `transfer(BAR ${call.bar}, ${pages(call.n)} from its page ${call.page} on)`;
  }
}

const failsText = (fails: number): string => (fails === 0 ? '' : `, write ${fails} of leaves fails`);

const PATHS = { iommufd: 'IOAS', type1: 'type1 container', 'dma-api': 'driver on the DMA API' } as const;

function describeImporter({ path, ports, t, guest, acs }: HostImporter, k: number): string {
  const devices = ports.map(({ ats }) => (ats ? 'with ATS' : 'without ATS')).join(' and ');
  const trust = t === 1 ? `, trusted by guest ${guest}` : '';
  const one = ports.length === 1;
  return `importer ${k} (${PATHS[path]}; ${one ? 'a device' : `${ports.length} devices`} ${devices}${trust}${acs ? '' : ', ACS off'})`;
}

/** An op as a person would say it. */
export function describeOp(op: HostOp): string {
  switch (op.op) {
    case 'start': {
      const held = op.hold === null ? '' : `, held after ${steps(op.hold)}`;
      return `${op.actor}: ${describeCall(op.call)}${held}`;
    }
    case 'run':
      return `${op.actor} goes on ${op.n === null ? 'to the end' : `for ${steps(op.n)}`}`;
    case 'access':
      if (op.by === 'device') {
        return `device ${op.device} ${op.write ? 'writes' : 'reads'} ${hexAddress(op.page)} at T=${op.t}`;
      }
      if (op.by === 'importer') {
        return `port ${op.port} of importer ${op.importer} ${op.write ? 'writes' : 'reads'} ${hexAddress(op.page)}`;
      }
      if (op.by === 'guest') return `guest ${op.guest} ${op.write ? 'writes' : 'reads'} ${hexAddress(op.page)}`;
      return `the host ${op.write ? 'writes' : 'reads'} ${hexAddress(op.page)} through ${op.mapSize === null ? 'the direct map' : `a leaf of 2^${op.mapSize}`}`;
    case 'evict':
      return `the IOTLB drops what serves device ${op.device} at ${hexAddress(op.page)}, T=${op.t}`;
  }
}

const pages = (n: number): string => (n === 1 ? '1 page' : `${n} pages`);
const steps = (n: number): string => (n === 1 ? '1 step' : `${n} steps`);
