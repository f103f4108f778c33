import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, DeviceOp } from '../../../model/vocabulary/device-access/op';
import { EventCode, type DmaOutcome } from '../../../model/vocabulary/device-access/outcome';
import { pagesOf } from '../../../model/vocabulary/units';
import { NOT_EXERCISED, must, type Judgement } from '../../page-table/rule';
import type { DeviceRun } from '../rule';

export type IoMapOp = Extract<DeviceOp, { op: 'ioMap' }>;
export interface Variant {
  readonly config: DeviceAccessConfig;
  readonly ops: readonly DeviceAccessOp[];
}

const DROP_ALL: DeviceAccessOp = { op: 'invalidate', device: null, iova: 0, pages: 0 };

/** The same ops with nothing cached at any request: a cached translation keeps its old granule (rmp.md 8.6). */
export const withoutCaching = (ops: readonly DeviceAccessOp[]): readonly DeviceAccessOp[] =>
  ops.flatMap((op): readonly DeviceAccessOp[] => (op.op === 'dma' ? [DROP_ALL, op] : [op]));

/** What the requests of a run gave, in order. */
export function requests({ outcomes }: DeviceRun): readonly DmaOutcome[] {
  const given: DmaOutcome[] = [];
  for (const { dma } of outcomes) if (dma !== null) given.push(dma);
  return given;
}

/** True if the RMP had something to say of the request. */
const wasChecked = ({ ok, event }: DmaOutcome): boolean => ok || event?.code === EventCode.rmpPageFault;

/** Number of the first request that `differ` finds, or −1. */
export const firstDifference = (
  one: DeviceRun,
  other: DeviceRun,
  differ: (a: DmaOutcome, b: DmaOutcome) => boolean,
): number => {
  const b = requests(other);
  return requests(one).findIndex((a, i) => differ(a, b[i]!));
};

/** Judges two runs request by request; a run without one that the RMP checked says nothing. */
export const compareRuns = (
  one: DeviceRun,
  other: DeviceRun,
  differ: (a: DmaOutcome, b: DmaOutcome) => boolean,
): Judgement => (requests(one).some(wasChecked) ? must(firstDifference(one, other, differ) < 0) : NOT_EXERCISED);

/** Same answer, same kind of refusal. */
export const verdictDiffers = (a: DmaOutcome, b: DmaOutcome): boolean =>
  a.ok !== b.ok || a.event?.code !== b.event?.code;

/** The first request on which two runs differ, in words. */
export function differenceText(
  one: DeviceRun,
  other: DeviceRun,
  differ: (a: DmaOutcome, b: DmaOutcome) => boolean,
): string {
  const at = firstDifference(one, other, differ);
  const [a, b] = [requests(one)[at]!, requests(other)[at]!];
  return `request ${at} of the trace: ${outcomeText(a)} in one run, ${outcomeText(b)} in the other`;
}

const outcomeText = ({ ok, event, spa }: DmaOutcome): string => {
  if (ok) return `reached 0x${(spa * 4096).toString(16)}`;
  return event === null ? 'aborted without an event' : `event 0x${event.code.toString(16)}`;
};

export const covers = (op: { readonly iova: number; readonly lg: number }, page: number): boolean =>
  page >= op.iova && page < op.iova + pagesOf(op.lg);
