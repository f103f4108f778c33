import { FREE, LEAKED, MMIO, holderName, sharedHolder } from '../../../model/vocabulary/host/holder';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import { isShared } from '../facts/windows';
import { hostRule } from '../rule';
import { page } from './_text';

export const noWriteIntoReusedPage = hostRule({
  id: 'RMP-097',
  title: 'Unmapped and flushed before a page is used again',
  statement: 'No device writes at T=0, or above vTOM, into a page that was freed and handed to another owner.',
  source: 'rmp.md 5.3, 5.5 RC5, 7.5',
  confidence: 'I',
  level: 'required',
  why: 'The RMP does not protect a page that is the hypervisor’s again: the device corrupts its new owner.',
  example: 'The IOTLB is flushed after the page was converted and freed.',
  on: [StepKind.dma],
  facts: 'before',
  check({ config, holders, io }, { device, t, ok, write, iova, spa }) {
    if (!ok || !write || spa < 0 || !isShared(io.windowOf(device, t, iova))) return NOT_EXERCISED;
    const holder = holders.holder[spa]!;
    if (holder === FREE || holder === LEAKED) return NOT_EXERCISED;
    // A BAR never changes hands.
    const own = holder === MMIO || holder === sharedHolder(config.devices[device]!.guest);
    return must(own && holders.gfn[spa] === io.gfnOf(device, t, iova));
  },
  explain: ({ holders }, { device, spa }) =>
    `device ${device} wrote ${page(spa)}, which is held by ${holderName(holders.holder[spa]!)} by now`,
});

export const freePagesAreHypervisor = hostRule({
  id: 'RMP-108',
  title: 'A page given back is Hypervisor',
  statement: 'At quiescence no page that the allocator has, or gave to the kernel, is assigned.',
  source: 'rmp.md 6 (leak list), 7.5',
  confidence: 'S',
  level: 'required',
  why: 'The next write to it is a fault in kernel code that knows nothing of guests.',
  example: 'Pages freed although the RMPUPDATE that was to release them had failed.',
  on: [StepKind.quiescent, StepKind.freePage],
  facts: 'after',
  check({ holders }, step) {
    if (step.kind === StepKind.freePage) return holders.isOutside(step.spa) ? NOT_EXERCISED : HELD;
    return holders.assignedOutside > 0 ? must(false) : NOT_EXERCISED;
  },
  explain({ holders }) {
    const spa = holders.holder.findIndex((_, at) => holders.isOutside(at));
    return `${page(spa)} is held by ${holderName(holders.holder[spa]!)} and still assigned`;
  },
});
