/** What is cached, and what a cached translation may grant: rmp.md 7.4, RMP-080, RMP-088, RMP-090. */
import { NOT_EXERCISED, must } from '../../page-table/rule';
import { LG_4K, regionOf } from '../check';
import { unmatched } from '../iotlb-entries';
import { dmaStep } from '../reading';
import { serves } from '../request';
import type { DeviceStep, DeviceStepRule } from '../rule';
import { ON_DMA, dmaText, isRmpFault, judgeTarget, mayPass, passesAt } from './_dma';

export const RMP_080: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-080',
  title: 'Reach of a cached translation',
  statement:
    'An IOTLB entry reaches no further than the smaller of both leaves, nor than the granule that was checked.',
  source: 'rmp.md 4.4 IO-30; NESTED_IOTLB_REACH',
  confidence: 'C',
  why: 'With a longer reach the neighbours of a guest’s 4K leaf are translated as if they were part of it.',
  example: 'An S1 4K leaf over an S2 2M leaf is cached as 2M.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      const { leafLg, s1Lg, s2Lg, granuleLg, anySize } = target;
      if (!dma.observed.ok || leafLg === null) return NOT_EXERCISED;
      const retried = !passesAt(dma, target, granuleLg);
      const byS2 = step.config.rmp.assumptions.NESTED_IOTLB_REACH === 's2' && s2Lg !== null;
      const leaves = byS2 ? s2Lg : Math.min(s1Lg ?? leafLg, s2Lg ?? leafLg);
      const limit = retried || anySize ? LG_4K : Math.min(leaves, granuleLg);
      const cached = step.after.iotlb().filter((x) => serves(x, dma.op));
      return must(dma.observed.reachLg <= limit && cached.every((x) => x.reachLg <= limit));
    }),
  explain: dmaText,
};

function hasSameIotlb({ before, after }: DeviceStep): boolean {
  const one = before.iotlb();
  const other = after.iotlb();
  return one.length === other.length && unmatched(one, other) === undefined && unmatched(other, one) === undefined;
}

/** True if the page's entry and its ghost tag are what they were. */
function isPageUntouched({ before, after }: DeviceStep, page: number): boolean {
  const was = before.rmp.ghost(page);
  const is = after.rmp.ghost(page);
  if (was.writer !== is.writer || was.writtenIn !== is.writtenIn || was.epoch !== is.epoch) return false;
  const [low, high] = before.rmp.raw(page) ?? [0n, 0n];
  const [lowAfter, highAfter] = after.rmp.raw(page) ?? [0n, 0n];
  return low === lowAfter && high === highAfter;
}

export const RMP_088: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-088',
  title: 'A refusal leaves no trace',
  statement: 'A request that the RMP refused wrote nothing, changed no RMP entry and no cached translation.',
  source: 'rmp.md 4.3; 7.4',
  confidence: 'L',
  why: 'A refused write that is performed in part, or a translation kept from it, is the breach itself.',
  example: 'The translation is cached before the check, and the next request hits it.',
  check(step) {
    const dma = dmaStep(step);
    if (dma === null || dma.observed.ok || !isRmpFault(dma)) return NOT_EXERCISED;
    const { reading } = dma;
    if (!hasSameIotlb(step)) return must(false);
    if (reading.kind !== 'reached') return must(true);
    const { spa } = reading.target;
    return must(isPageUntouched(step, spa) && isPageUntouched(step, regionOf(spa)));
  },
  explain: dmaText,
};

export const RMP_090: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-090',
  title: 'Hits are checked too',
  statement: 'A request served from the IOTLB gets through only if the RMP entries of this moment allow it.',
  source: 'rmp.md 4.3; RG87; IOTLB_STALE_GRANTS',
  confidence: 'I',
  why: 'Otherwise a translation from before a conversion still reaches the page that is now a guest’s.',
  example: 'The verdict is cached with the translation.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      if (target.hit === null || target.check === 'none') return NOT_EXERCISED;
      return must(!dma.observed.ok || mayPass(dma, target));
    }),
  explain: dmaText,
};
