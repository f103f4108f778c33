/** T=0 requests: rmp.md 7.4, RMP-073 … RMP-075. */
import { HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import { LG_2M, LG_4K, isShared } from '../check';
import { dmaStep } from '../reading';
import type { DeviceStepRule } from '../rule';
import { ON_DMA, dmaText, judgeTarget, mustAgree } from './_dma';

export const RMP_073: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-073',
  title: 'All 512 pages shared',
  statement: 'A T=0 request through a leaf of 2M or more gets through exactly if all 512 pages of its 2M are shared.',
  source: 'rmp.md 4.4 IO-03 … IO-05; Linux f0295913c4b4; T0_2M_NEEDS_ALL_512_SHARED, T0_SIZE_BIT_IGNORED',
  confidence: 'L',
  why: 'A 2M IOTLB entry made while one page of it is a guest’s would give the device that page too.',
  example: 'Only the 4K page that the request is for is looked at.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      if (dma.op.t === 1 || target.check !== 'shared' || target.granuleLg !== LG_2M) return NOT_EXERCISED;
      return mustAgree(dma, target);
    }),
  explain: dmaText,
};

export const RMP_074: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-074',
  title: 'Its own page shared',
  statement: 'A T=0 request through a leaf below 2M gets through exactly if its 4K page is shared.',
  source: 'rmp.md 4.4 IO-01, IO-02, IO-06, IO-08; AMDSEV issue 109; T0_SIZE_BIT_IGNORED',
  confidence: 'L',
  why: 'This is all that keeps an untrusted device out of guest memory, and all that it needs to work at all.',
  example: 'Another assigned page of the 2M region makes it fail.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      if (dma.op.t === 1 || target.check !== 'shared' || target.granuleLg !== LG_4K) return NOT_EXERCISED;
      return mustAgree(dma, target);
    }),
  explain: dmaText,
};

export const RMP_075: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-075',
  title: 'T=0 never reaches an assigned page',
  statement: 'Whatever the tables hold, a T=0 request that got through reached a page that is not assigned.',
  source: 'rmp.md 7.4; AMDSEV issue 109; T0_READ_CHECKED, IOTLB_STALE_GRANTS',
  confidence: 'L',
  why: 'The tables are the hypervisor’s: with this broken it reads guest memory with any device.',
  example: 'The RMP is asked only where the leaf says so, or the T bit of the request is forgotten.',
  check(step) {
    const dma = dmaStep(step);
    if (dma === null || dma.op.t === 1 || !step.before.rmp.iommuSnpEnabled) return NOT_EXERCISED;
    const { assumptions } = step.config.rmp;
    if (!dma.op.write && !assumptions.T0_READ_CHECKED) return NOT_EXERCISED;
    const { observed, reading } = dma;
    if (observed.ok && observed.hit && assumptions.IOTLB_STALE_GRANTS) return NOT_EXERCISED;
    const { rmp } = step.before;
    const assigned =
      reading.kind === 'reached' && reading.target.check !== 'none' && !isShared(rmp, reading.target.spa);
    if (observed.ok) return must(!assigned && isShared(rmp, observed.spa));
    return assigned ? HELD : NOT_EXERCISED;
  },
  explain: dmaText,
};
