/** What part of the RMP is looked at: rmp.md 7.4, RMP-070 … RMP-072. */
import { BROKEN, HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import { LG_2M, LG_4K, isRegionShared, regionOf } from '../check';
import { serves } from '../request';
import type { DeviceStepRule } from '../rule';
import { ON_DMA, dmaText, isRmpFault, judgeTarget, mayPass, mustAgree, passesAt } from './_dma';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';

export const RMP_070: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-070',
  title: 'Two granules',
  statement: 'The RMP check of a leaf below 2M looks at 4K, that of a larger one at 2M.',
  source: 'rmp.md 4.3 TR1, TR2; IO_SUB2M_AS_4K, IO_GE2M_ROUND_TO_2M, IO_1G_AS_2M',
  confidence: 'L',
  why: 'Hardware that looks at the whole leaf refuses DMA that the host was told would work.',
  example: 'A 64K leaf is refused because another of its 4K pages is assigned.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      if (target.leafLg === null || target.check === 'none') return NOT_EXERCISED;
      const { leafLg, granuleLg } = target;
      if (dma.observed.ok) {
        const cached = step.after.iotlb().find((x) => serves(x, dma.op));
        if (cached === undefined) return NOT_EXERCISED;
        const retried = !passesAt(dma, target, granuleLg);
        return must(cached.granuleLg === (retried ? LG_4K : granuleLg));
      }
      if (!isRmpFault(dma) || leafLg === granuleLg) return NOT_EXERCISED;
      return mayPass(dma, target) ? BROKEN : HELD;
    }),
  explain: dmaText,
};

export const RMP_071: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-071',
  title: 'No second attempt at 4K',
  statement: 'A request through a leaf of 2M or more that fails the check at 2M is not tried again at 4K.',
  source: 'rmp.md 4.3 TR3; seed 001; IO_NO_4K_RETRY',
  confidence: 'L',
  why: 'The host chooses IO page sizes by this: a subject that is kinder hides mappings that fail on hardware.',
  example: 'The check falls back to the 4K page that the request is for.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      if (target.granuleLg !== LG_2M || target.check === 'none') return NOT_EXERCISED;
      if (passesAt(dma, target, LG_2M) || !passesAt(dma, target, LG_4K)) return NOT_EXERCISED;
      return mustAgree(dma, target);
    }),
  explain: dmaText,
};

export const RMP_072: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-072',
  title: 'Rounded down, within 2M',
  statement: 'A check at 2M looks at the 2M region that holds the target, and at no other.',
  source: 'rmp.md 4.3 TR1, TR4; seed 001',
  confidence: 'L',
  why: 'A check of the wrong region lets a device into a region that holds guest pages.',
  example: 'The address is rounded up, or 2M from the target on are looked at.',
  check: (step) =>
    judgeTarget(step, (dma, target) => {
      if (target.granuleLg !== LG_2M || target.check !== 'shared') return NOT_EXERCISED;
      if (!step.config.rmp.assumptions.T0_2M_NEEDS_ALL_512_SHARED) return NOT_EXERCISED;
      const { rmp } = step.before;
      const base = regionOf(target.spa);
      const own = isRegionShared(rmp, base);
      const differs = (neighbour: number): boolean => neighbour >= 0 && isRegionShared(rmp, neighbour) !== own;
      if (!differs(base + REGION_PAGES) && !differs(base - REGION_PAGES)) return NOT_EXERCISED;
      return mustAgree(dma, target);
    }),
  explain: dmaText,
};
