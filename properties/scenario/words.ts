import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import type { DeviceOutcome, DmaOutcome, IommuEvent } from '../../model/vocabulary/device-access/outcome';
import { EventCode } from '../../model/vocabulary/device-access/outcome';
import type { RmpOutcome } from '../../model/vocabulary/rmp/outcome';

const PAGE = 4096;

/** An address as scenarios write it: groups of four digits. */
export const address = (value: number | bigint): string =>
  `0x${BigInt(value)
    .toString(16)
    .replace(/\B(?=([0-9a-f]{4})+$)/g, '_')}`;
/** The address of a page. */
export const pageAddress = (page: number): string => address(BigInt(page) * 4096n);

/** `4K`, `64K`, `2M`, `1G`. */
export function sizeText(lg: number): string {
  const unit = ['', 'K', 'M', 'G', 'T', 'P'][Math.floor(lg / 10)]!;
  return `${2 ** (lg % 10)}${unit}`;
}

const EVENTS: Readonly<Record<number, string>> = {
  [EventCode.illegalDte]: 'ILLEGAL_DEV_TABLE_ENTRY',
  [EventCode.ioPageFault]: 'IO_PAGE_FAULT',
  [EventCode.rmpPageFault]: 'RMP_PAGE_FAULT',
  [EventCode.rmpHwError]: 'RMP_HW_ERROR',
};
const CODES = ['success', 'FAIL_INPUT', 'FAIL_PERMISSION', 'FAIL_INUSE', 'FAIL_OVERLAP', '', 'FAIL_SIZEMISMATCH'];

const eventText = ({ code, address: at }: IommuEvent): string =>
  code === EventCode.illegalDte ? `event ${EVENTS[code]}` : `event ${EVENTS[code]} at ${address(at)}`;

function dmaText({ ok, spa, gpa, event, fenced, hit, reachLg }: DmaOutcome, op: DeviceAccessOp): string {
  if (!ok) {
    const told = event === null ? 'aborted without an event' : `aborted, ${eventText(event)}`;
    return fenced ? `${told}; the guest is fenced` : told;
  }
  const offset = op.op === 'dma' ? op.offset : 0;
  const via = gpa >= 0 && gpa !== spa ? ` by guest address ${address(gpa * PAGE + offset)}` : '';
  const from = hit ? 'served from the IOTLB' : `the IOTLB keeps ${sizeText(reachLg)}`;
  return `reaches ${address(spa * PAGE + offset)}${via}; ${from}`;
}

/** Every code that is right, in words: more than one where the sources leave the choice open. */
function codeText({ code, codes }: RmpOutcome): string {
  const names = [...new Set(codes ?? [code])].map((c) => (CODES[c] ? `${c} (${CODES[c]})` : String(c)));
  return names.join(' or ');
}

function rmpText(outcome: RmpOutcome, op: DeviceAccessOp): string {
  const { fault, errorCode, code, carry, read } = outcome;
  if (fault !== null) {
    const bits = fault === '#PF' || fault === 'NPF' ? `, error code ${address(errorCode)}` : '';
    return `fault ${fault}${bits}`;
  }
  if (op.op === 'access') return outcome.mayFault === true ? 'passes, or faults and is retried' : 'passes';
  if (read !== null && code === 0) return readText(read);
  if (code === 0) return carry ? 'success, nothing was to change (CF = 1)' : 'success';
  return `returns ${codeText(outcome)}`;
}

function readText(read: NonNullable<RmpOutcome['read']>): string {
  const size = `size ${read.size === 1 ? '2M' : '4K'}`;
  if (!('assigned' in read))
    return `mask ${address(read.mask)}, ${read.vmsa ? 'a VMSA page' : 'no VMSA page'}, ${size}`;
  const owner = read.assigned ? `assigned to ASID ${read.asid}` : 'not assigned';
  return `the entry is ${owner}, ${size}, guest address ${address(read.gpa)}`;
}

/** What came of an op, in words. */
export function resultText(op: DeviceAccessOp, outcome: DeviceOutcome): string {
  if (outcome.dma !== null) return dmaText(outcome.dma, op);
  if (outcome.rmp !== null) return rmpText(outcome.rmp, op);
  if (op.op === 'mmio' && !op.write) return outcome.allOnes ? 'reads all ones' : 'reads the register';
  if (outcome.event !== null) return `refused, ${eventText(outcome.event)}`;
  return outcome.done ? 'done' : 'nothing to do';
}

/** True where the op was refused, or faulted. */
export const isRefused = ({ dma, rmp, event }: DeviceOutcome): boolean =>
  (dma !== null && !dma.ok) || (rmp !== null && (rmp.fault !== null || rmp.code > 0)) || event !== null;
