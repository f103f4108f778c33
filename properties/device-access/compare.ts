/** Where a subject parts from the model: outcomes first, then the states that an op may have touched. */
import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import {
  EventCode,
  EventFlag,
  type DeviceOutcome,
  type DmaOutcome,
  type IommuEvent,
  type IotlbEntry,
} from '../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import type { RmpOp } from '../../model/vocabulary/rmp/op';
import { hexAddress } from '../../model/vocabulary/units';
import type { Difference } from '../plain/machine';
import { rmpMachine } from '../rmp';
import { unmatched } from './iotlb-entries';

const eventText = (event: IommuEvent | null): string => {
  if (event === null) return 'no event';
  const { code, device, flags, address } = event;
  return `event 0x${code.toString(16)} of device ${device}, flags 0x${flags.toString(16)}, address 0x${address.toString(16)}`;
};

const eventName = (event: IommuEvent | null): string => (event === null ? 'none' : `0x${event.code.toString(16)}`);

const ALL_FLAGS = -1;
/** Of the fetch of a table nobody says whether it is told as a read, or as what it is for (rmp.md 9.1, 9.20). */
const WITHOUT_DIRECTION = ~(1 << EventFlag.write);
const isFetch = ({ gpa, event }: DmaOutcome): boolean => gpa < 0 && event?.code === EventCode.rmpPageFault;

function compareEvent(expected: IommuEvent | null, observed: IommuEvent | null, flags = ALL_FLAGS): Difference | null {
  const reason = `expected ${eventText(expected)}, observed ${eventText(observed)}`;
  if (expected?.code !== observed?.code)
    return { effect: `event ${eventName(observed)} for ${eventName(expected)}`, reason };
  if (expected === null || observed === null) return null;
  const same =
    expected.address === observed.address &&
    ((expected.flags ^ observed.flags) & flags) === 0 &&
    expected.device === observed.device;
  return same ? null : { effect: `record of event ${eventName(expected)}`, reason };
}

const dmaText = ({ ok, spa, gpa, reachLg, fenced, hit, event }: DmaOutcome): string => {
  const how = ok ? `through to ${hexAddress(spa)} by GPA ${hexAddress(gpa)}, reach 2^${reachLg}` : eventText(event);
  return `${how}${hit ? ', hit' : ''}${fenced ? ', fenced' : ''}`;
};

function compareDma(expected: DmaOutcome, observed: DmaOutcome): Difference | null {
  const reason = `expected ${dmaText(expected)}, observed ${dmaText(observed)}`;
  if (expected.ok !== observed.ok) {
    const effect = observed.ok ? 'gets through' : `refused with event ${eventName(observed.event)}`;
    return { effect, reason };
  }
  // How far the walk of a request came that an IO page fault ended is told by its event, not by its GPA.
  const fields = ['spa', 'reachLg', 'hit', 'fenced', ...(expected.ok ? (['gpa'] as const) : [])] as const;
  const field = fields.find((name) => expected[name] !== observed[name]);
  const event = compareEvent(expected.event, observed.event, isFetch(expected) ? WITHOUT_DIRECTION : ALL_FLAGS);
  return event ?? (field === undefined ? null : { effect: field, reason });
}

/** True of what the documents leave open: how a trusted request ends that its device entry, or a fence, stops. */
function isOpen(op: DeviceAccessOp, expected: DmaOutcome, observed: DmaOutcome): boolean {
  if (op.op !== 'dma' || op.t === 0 || expected.ok || observed.ok) return false;
  const codes = [expected.event?.code, observed.event?.code];
  // Fence and illegal entry at once: nobody says which is seen first (rmp.md 4.3, 4.5).
  if (expected.fenced && observed.fenced && codes.includes(undefined)) return codes.includes(EventCode.illegalDte);
  // No valid secure entry: nobody says with which event it ends (rmp.md 9.17).
  return codes.every((code) => code === EventCode.illegalDte || code === EventCode.ioPageFault);
}

/** Null where the observed outcome is one that the model allows. */
export function compareOutcome(
  op: DeviceAccessOp,
  expected: DeviceOutcome,
  observed: DeviceOutcome,
): Difference | null {
  if (expected.dma !== null && observed.dma !== null)
    return isOpen(op, expected.dma, observed.dma) ? null : compareDma(expected.dma, observed.dma);
  // A fenced read gives all ones, and counts as done or not.
  const fields = op.op === 'mmio' && !op.write ? (['allOnes'] as const) : (['done', 'allOnes'] as const);
  for (const field of fields)
    if (expected[field] !== observed[field]) {
      const reason = `expected ${field} ${String(expected[field])}, observed ${String(observed[field])}`;
      return { effect: `${field} ${String(observed[field])}`, reason };
    }
  if ((expected.rmp === null) !== (observed.rmp === null) || (expected.dma === null) !== (observed.dma === null))
    return { effect: 'kind of outcome', reason: 'the outcome is not one of this op' };
  const event = compareEvent(expected.event, observed.event);
  if (event !== null || expected.rmp === null || observed.rmp === null) return event;
  return rmpMachine.compareOutcome(rmpPart(op), expected.rmp, observed.rmp);
}

const entryText = (x: IotlbEntry): string =>
  `device ${x.device}, PASID ${x.pasid ?? 'none'}, T=${x.t}, ${hexAddress(x.iova)} 2^${x.reachLg} → ` +
  `GPA ${hexAddress(x.gpa)}, SPA ${hexAddress(x.spa)}, granule 2^${x.granuleLg}, ${x.read ? 'R' : '-'}${x.write ? 'W' : '-'}`;

function compareIotlb(expected: DeviceAccessView, observed: DeviceAccessView): Difference | null {
  const [wanted, got] = [expected.iotlb(), observed.iotlb()];
  const extra = unmatched(got, wanted);
  if (extra !== undefined) return { effect: 'IOTLB entry too many', reason: `the IOTLB holds ${entryText(extra)}` };
  const missing = unmatched(wanted, got);
  if (missing === undefined) return null;
  return { effect: 'IOTLB entry missing', reason: `the IOTLB has lost ${entryText(missing)}` };
}

/** The RMP op of an op that has an outcome of one. */
const rmpPart = (op: DeviceAccessOp): RmpOp =>
  op.op === 'psmashIo' ? { op: 'psmash', spa: op.spa, asid: 0 } : (op as RmpOp);

/** Ops of the device side that leave the RMP as it is. `dma` tags pages; what it wrote is compared at the end. */
const DEVICE_SIDE: readonly DeviceAccessOp['op'][] = [
  ...(['dma', 'setDte', 'setSdte', 'ioMap', 'ioUnmap', 'gcr3', 'poke', 'invalidate', 'evict'] as const),
  ...(['clearFence', 'mmio', 'iommuRead', 'iommuWrite'] as const),
];

/** Regions that are compared page by page; after SNP_INIT it would be all of memory, and some pages of each must do. */
const MOST_REGIONS = 64;
const NO_CHANGE: RmpOp = { op: 'rmpread', spa: 0, asid: 0 };

/**
 * Compares the states that `op` may have touched, all of them where `op` is null. Words of tables are not laid side by
 * side: which page a table takes is its own affair, what a word says shows in the requests that read it.
 */
export function compareState(
  op: DeviceAccessOp | null,
  expected: DeviceAccessView,
  observed: DeviceAccessView,
): Difference | null {
  const iotlb = compareIotlb(expected, observed);
  if (iotlb !== null) return iotlb;
  if (op === null) {
    const isLarge = expected.rmp.touchedRegions().length > MOST_REGIONS;
    return rmpMachine.compareState(isLarge ? NO_CHANGE : null, expected.rmp, observed.rmp);
  }
  return DEVICE_SIDE.includes(op.op) ? null : rmpMachine.compareState(rmpPart(op), expected.rmp, observed.rmp);
}
