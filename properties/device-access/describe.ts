/** Configurations and ops in words, one line each, as reports print them. */
import type { DeviceAccessConfig, IoTable } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, DmaOp, Sdte } from '../../model/vocabulary/device-access/op';
import { hexAddress } from '../../model/vocabulary/units';
import { sizeText } from '../plain/words';
import { rmpMachine } from '../rmp';

const tableText = ({ format, levels, address, spa, pages }: IoTable, i: number): string => {
  const called = address === spa ? '' : `, called ${hexAddress(address)}`;
  return `table ${i}: ${format}, ${levels} level${levels === 1 ? '' : 's'} at ${hexAddress(spa)}${called}, ${pages} pages`;
};

export function describeConfig({ rmp, tables, devices }: DeviceAccessConfig): string {
  return [
    `${devices} device${devices === 1 ? '' : 's'}`,
    ...tables.map(tableText),
    rmpMachine.describeConfig(rmp),
  ].join('; ');
}

const pasidText = (pasid: number | null): string => (pasid === null ? '' : `, PASID ${pasid}`);

const dmaText = ({ device, pasid, t, iova, offset, write }: DmaOp): string =>
  `dma(device ${device}${pasidText(pasid)}, T=${t}, ${write ? 'write' : 'read'} ${hexAddress(iova, offset)})`;

const bitsOf = (qword: bigint, high: number, low: number): number =>
  Number((qword >> BigInt(low)) & ((1n << BigInt(high - low + 1)) - 1n));

/** The fields of a DTE that are not clear. rmp.md 4.9. */
function dteText([q0, q1, q2]: readonly [bigint, bigint, bigint, bigint]): string {
  const names = [
    [0, 'V'],
    [1, 'TV'],
    [54, 'GIOV'],
    [55, 'GV'],
    [61, 'IR'],
    [62, 'IW'],
  ] as const;
  const flags = names.filter(([bit]) => bitsOf(q0, bit, bit) === 1).map(([, name]) => name);
  const gcr3 = bitsOf(q0, 60, 58) + bitsOf(q1, 31, 16) * 2 ** 3 + bitsOf(q1, 63, 43) * 2 ** 19;
  const guest = bitsOf(q0, 55, 55) === 1;
  const guestText = `GLX ${bitsOf(q0, 57, 56)}, GCR3 ${hexAddress(gcr3)}, ${bitsOf(q2, 55, 54) + 4} guest levels`;
  const host = `Mode ${bitsOf(q0, 11, 9)}, root ${hexAddress(bitsOf(q0, 51, 12))}`;
  return [flags.join('|') || 'no flags', host, ...(guest ? [guestText] : [])].join(', ');
}

function sdteText(sdte: Sdte | null): string {
  if (sdte === null) return 'none';
  const { valid, mode, hostRoot, s1Root, s1Levels, asid, vmpl, vtom } = sdte;
  const s1 = s1Root === null ? '' : `, S1 root ${hexAddress(s1Root)}, ${s1Levels} levels`;
  const top = vtom === null ? '' : `, vTOM ${hexAddress(vtom)}`;
  return `${valid ? '' : 'not valid, '}Mode ${mode}, root ${hexAddress(hostRoot)}${s1}, ASID ${asid}, VMPL ${vmpl}${top}`;
}

const rwText = (read: boolean, write: boolean): string => `${read ? 'R' : '-'}${write ? 'W' : '-'}`;

export function describeOp(op: DeviceAccessOp): string {
  switch (op.op) {
    case 'dma':
      return dmaText(op);
    case 'setDte':
      return `setDte(device ${op.device}: ${dteText(op.qwords)})`;
    case 'setSdte':
      return `setSdte(device ${op.device}: ${sdteText(op.sdte)})`;
    case 'ioMap': {
      const cBit = op.cBit ? ', C-bit' : '';
      return `ioMap(table ${op.table}, ${hexAddress(op.iova)} → ${hexAddress(op.oa)}, ${sizeText(op.lg)} leaf, ${rwText(op.read, op.write)}${cBit})`;
    }
    case 'ioUnmap':
      return `ioUnmap(table ${op.table}, ${hexAddress(op.iova)})`;
    case 'gcr3':
      return `gcr3(table ${op.table}, PASID ${op.pasid} → table ${op.s1})`;
    case 'poke':
      return `poke(${hexAddress(op.spa)}[${op.index}] = 0x${op.value.toString(16)})`;
    case 'invalidate': {
      const of = op.device === null ? 'all devices' : `device ${op.device}`;
      return `invalidate(${of}, ${op.pages === 0 ? 'everything' : `${hexAddress(op.iova)} + ${hexAddress(op.pages)}`})`;
    }
    case 'evict':
      return `evict(device ${op.device}${pasidText(op.pasid)}, T=${op.t}, ${hexAddress(op.iova)})`;
    case 'clearFence':
      return `clearFence(ASID ${op.asid})`;
    case 'mmio':
      return `mmio(${op.write ? 'write to' : 'read of'} device ${op.device})`;
    case 'iommuRead':
      return `iommuRead(${hexAddress(op.spa)})`;
    case 'iommuWrite':
      return `iommuWrite(${op.what} at ${hexAddress(op.spa)})`;
    case 'psmashIo':
      return `psmashIo(spa 0x${op.spa.toString(16)}, table ${op.table}, ${hexAddress(op.iova)})`;
    default:
      return rmpMachine.describeOp(op);
  }
}
