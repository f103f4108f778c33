/** Who reaches MMIO: rmp.md 7.5, RMP-101 … RMP-103. */
import { hexAddress } from '../../../model/vocabulary/units';
import { HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import { isShared } from '../check';
import type { DeviceStepRule } from '../rule';
import { ON_DMA, dmaText, judgeTarget, mayPass, mustFail } from './_dma';
import { isMmio } from './_mmio';

/** States that a shared BAR may be in. rmp.md 4.6. */
const SHARED_STATES: readonly string[] = ['Default', 'HV-Fixed', 'Hypervisor'];

export const RMP_101: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-101',
  title: 'A shared BAR is reachable',
  statement:
    'A shared MMIO page is Default, HV-Fixed or Hypervisor, and a T=0 request to it passes the RMP check unless its 2M holds an assigned page.',
  source: 'rmp.md 4.4 IO-09, 4.6; RG71',
  confidence: 'S',
  why: 'Peer-to-peer DMA between untrusted devices must go on working.',
  example: 'HV-Fixed pages, or pages without an entry, are refused.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      const { rmp } = step.before;
      const isBar = isMmio(step.config, target.spa) || !rmp.covered(target.spa);
      if (!isBar || dma.op.t === 1 || target.check !== 'shared' || !isShared(rmp, target.spa)) return NOT_EXERCISED;
      if (!SHARED_STATES.includes(rmp.state(target.spa))) return must(false);
      return mayPass(dma, target) ? must(dma.observed.ok) : NOT_EXERCISED;
    }),
  explain: dmaText,
};

export const RMP_102: DeviceStepRule = {
  ...ON_DMA,
  on: ['dma', 'access'],
  id: 'RMP-102',
  title: 'A private BAR is closed',
  statement: 'T=0 requests and host writes to an MMIO page that is assigned fault.',
  source: 'rmp.md 1.5 (private MMIO), 4.6',
  confidence: 'L',
  why: 'The registers of a trusted device are as secret as its guest’s memory.',
  example: 'MMIO is exempt from the RMP check.',
  check(step) {
    const { op, outcome, before, config } = step;
    if (op.op === 'access') {
      const isWrite = op.by === 'host' && op.kind === 'write' && op.nestedPresent && op.nestedWritable;
      if (!isWrite || !before.rmp.cpuSnpEnabled) return NOT_EXERCISED;
      if (!isMmio(config, op.spa) || isShared(before.rmp, op.spa)) return NOT_EXERCISED;
      return must(outcome.rmp?.fault !== null);
    }
    return judgeTarget(step, (dma, target) => {
      if (dma.op.t === 1 || target.check !== 'shared') return NOT_EXERCISED;
      if (!isMmio(config, target.spa) || isShared(before.rmp, target.spa)) return NOT_EXERCISED;
      return mustFail(dma);
    });
  },
  explain: (step) =>
    step.op.op === 'access' ? `a host write to private MMIO at ${hexAddress(step.op.spa)} passed` : dmaText(step),
};

export const RMP_103: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-103',
  title: 'Trust matches privacy',
  statement: 'A request that reached MMIO got the private check exactly if the page is a guest’s.',
  source: 'rmp.md 4.6 (dma-buf); seed 002',
  confidence: 'L',
  why: 'Only a trusted importer may use a private BAR, and a shared one must not pass for a private one.',
  example: 'A trusted device’s private request reaches a BAR that the hypervisor owns.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      const { rmp } = step.before;
      if (target.check === 'none' || !isMmio(step.config, target.spa)) return NOT_EXERCISED;
      if ((target.check === 'private') !== isShared(rmp, target.spa)) return dma.observed.ok ? HELD : NOT_EXERCISED;
      return mustFail(dma);
    }),
  explain: dmaText,
};
