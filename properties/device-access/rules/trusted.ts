/** T=1 requests below vTOM: rmp.md 7.4, RMP-076 … RMP-079. */
import { NOT_EXERCISED, type Judgement } from '../../page-table/rule';
import { LG_2M, checkPrivate, type PrivateCheck } from '../check';
import type { DmaStep } from '../reading';
import type { Reached } from '../target';
import type { DeviceStep, DeviceStepRule } from '../rule';
import { ON_DMA, dmaText, judgeTarget, mustAgree, mustFail } from './_dma';

/** Judges a request that gets the private check. */
const judgePrivate = (
  step: DeviceStep,
  judge: (dma: DmaStep, target: Reached, check: PrivateCheck) => Judgement,
): Judgement =>
  judgeTarget(step, (dma, target) => {
    if (target.check !== 'private') return NOT_EXERCISED;
    const { rmp } = step.before;
    const sdte = step.before.sdte(dma.op.device)!;
    return judge(dma, target, checkPrivate(rmp, step.config.rmp.assumptions, sdte, target, target.anySize));
  });

export const RMP_076: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-076',
  title: 'T=1: sizes match',
  statement:
    'Where all else is right, a private T=1 request gets through exactly if a leaf of 2M or more meets a 2M entry, or a smaller one a 4K entry.',
  source: 'rmp.md 4.3 TR5, TR7; 4.4 IO-20 … IO-25; T1_4K_S2_UNDER_2M_RMP, IO_1G_AS_2M',
  confidence: 'L',
  why: 'A 4K translation under a 2M entry outlives the split that takes a page of it away.',
  example: 'A 4K leaf under a 2M entry is let through, because the entry covers it.',
  check: (step) =>
    judgePrivate(step, (dma, target, { owner, address, mutable, validated, vmpl }) =>
      owner && address && mutable && validated && vmpl ? mustAgree(dma, target) : NOT_EXERCISED,
    ),
  explain: dmaText,
};

export const RMP_077: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-077',
  title: 'T=1: own page at its address',
  statement: 'A private T=1 request does not reach a page of another ASID, or of another GPA than the one it came by.',
  source: 'rmp.md 4.4 IO-26; RG79',
  confidence: 'L',
  why: 'The host table is the hypervisor’s: without this it moves pages under a trusted device, or gives it another guest’s.',
  example: 'Only the system address is looked up, its owner and GPA are not compared.',
  check: (step) =>
    judgePrivate(step, (dma, _target, { owner, address }) => (owner && address ? NOT_EXERCISED : mustFail(dma))),
  explain: dmaText,
};

export const RMP_078: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-078',
  title: 'T=1: accepted pages only',
  statement: 'A private T=1 request does not reach a page that is immutable, or that its guest has not validated.',
  source: 'rmp.md 4.3; RG80; T1_NOT_VALIDATED',
  confidence: 'I',
  why: 'Before the guest accepts a page the hypervisor can still exchange it.',
  example: 'DMA into a Pre-Guest page that the firmware is about to measure.',
  check: (step) =>
    judgePrivate(step, (dma, _target, { mutable, validated }) =>
      mutable && validated ? NOT_EXERCISED : mustFail(dma),
    ),
  explain: dmaText,
};

export const RMP_079: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-079',
  title: 'The S1 size plays no part',
  statement: 'Where S1 and S2 leaf are of different classes, the RMP check goes by the S2 leaf.',
  source: 'rmp.md 4.3 TR5; 4.4 IO-30 … IO-35; NESTED_CHECK_SIZE',
  confidence: 'L',
  why: 'If guests had to use the sizes of an RMP that they cannot see, nested translation would not work.',
  example: 'The smaller of both leaves is taken: a guest’s 4K leaf over a 2M entry fails.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      const { s1Lg, s2Lg, check } = target;
      if (s1Lg === null || s2Lg === null || check === 'none') return NOT_EXERCISED;
      if (s1Lg >= LG_2M === s2Lg >= LG_2M) return NOT_EXERCISED;
      return mustAgree(dma, target);
    }),
  explain: dmaText,
};
