import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import type { DeviceOutcome, DmaOutcome, IommuEvent } from '../../model/vocabulary/device-access/outcome';
import { EventCode } from '../../model/vocabulary/device-access/outcome';
import { address, sizeText } from '../plain/words';
import { rmpText } from '../rmp/outcome-text';

const PAGE = 4096;

const EVENTS: Readonly<Record<number, string>> = {
  [EventCode.illegalDte]: 'ILLEGAL_DEV_TABLE_ENTRY',
  [EventCode.ioPageFault]: 'IO_PAGE_FAULT',
  [EventCode.rmpPageFault]: 'RMP_PAGE_FAULT',
  [EventCode.rmpHwError]: 'RMP_HW_ERROR',
};
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

/** What came of an op, in words. */
export function resultText(op: DeviceAccessOp, outcome: DeviceOutcome): string {
  if (outcome.dma !== null) return dmaText(outcome.dma, op);
  if (outcome.rmp !== null) return rmpText(op, outcome.rmp);
  if (op.op === 'mmio' && !op.write) return outcome.allOnes ? 'reads all ones' : 'reads the register';
  if (outcome.event !== null) return `refused, ${eventText(outcome.event)}`;
  return outcome.done ? 'done' : 'nothing to do';
}

/** True where the op was refused, or faulted. */
export const isRefused = ({ dma, rmp, event }: DeviceOutcome): boolean =>
  (dma !== null && !dma.ok) || (rmp !== null && (rmp.fault !== null || rmp.code > 0)) || event !== null;
