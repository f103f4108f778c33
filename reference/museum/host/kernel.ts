import { freePage } from '../../../model/vocabulary/host/own-steps';
import { psmash, readBacking } from '../../../model/vocabulary/host/policy-steps';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import type { HostExhibit } from './exhibit';

/** Exhibits of the kernel: how KVM and the RMPUPDATE wrapper could be wrong, or are (rmp.md 6). */

const baseOf = (page: number): number => page - (page % REGION_PAGES);

export const levelFromAttributes: HostExhibit = {
  name: 'mapping-level-from-attributes',
  title: 'the nested mapping level follows the memory attributes, not the RMP',
  source: 'rmp.md 7.5 RMP-094; 5.5 RC4',
  rule: 'RMP-094',
  parts: {
    *maxMappingLg({ state }, guest, gfn, isPrivate) {
      const backing = readBacking(guest, isPrivate, baseOf(gfn), REGION_PAGES);
      yield backing;
      const whole = backing.spa >= 0 && backing.spa % REGION_PAGES === 0 && backing.run === REGION_PAGES;
      return whole && state.isUniform(guest, gfn, isPrivate) ? 21 : 12;
    },
  },
};

export const directMapNotSplit: HostExhibit = {
  name: 'direct-map-not-split',
  title: 'a 4K RMPUPDATE leaves the direct map large',
  source: 'rmp.md 7.5 RMP-107; Linux split it from the first SNP host support on',
  rule: 'RMP-107',
  parts: {
    *splitDirectMap() {
      // The large leaf stays.
    },
  },
};

export const freedAlthoughAssigned: HostExhibit = {
  name: 'invalidate-frees-assigned',
  title: 'a failed RMPUPDATE is warned about, and the page freed all the same',
  source: 'rmp.md 6, invalidate as built',
  rule: 'RMP-108',
  parts: {
    *giveBack(_ctx, spa, n) {
      yield freePage(spa, n);
    },
  },
};

export const goesOnAfterFailedSmash: HostExhibit = {
  name: 'invalidate-goes-on-after-failed-psmash',
  title: 'PSMASH found the region in use, and 4K updates follow under the 2M entry',
  source: 'rmp.md 6, invalidate as built',
  rule: 'RMP-109',
  parts: {
    *smashForPart(_ctx, { spa }) {
      yield psmash(spa);
      return true;
    },
  },
};

export const handlerDoesNothing: HostExhibit = {
  name: 'rmp-fault-ignored',
  title: 'the handler of RMP faults returns without splitting the entry',
  source: 'rmp.md 7.5 RMP-113',
  rule: 'RMP-113',
  parts: {
    *repairRmpFault(ctx, guest, gfn) {
      ctx.mark({ kind: StepKind.faultBegin, guest, gfn, fatal: false });
      ctx.mark({ kind: StepKind.faultEnd, guest, gfn, fatal: false });
      return true;
    },
  },
};

export const lostRaceIsFatal: HostExhibit = {
  name: 'psmash-code-7-is-fatal',
  title: 'a PSMASH that came second kills the guest',
  source: 'rmp.md 5.5 RC3, 7.5 RMP-114',
  rule: 'RMP-114',
  parts: { survivesLostRace: false },
};

export const preparesByOrder: HostExhibit = {
  name: 'prepare-2m-by-order-alone',
  title: '2M is prepared for a 2M folio though pages in it are assigned already',
  source: 'rmp.md 5.5 RC12, 7.5 RMP-115',
  rule: 'RMP-115',
  parts: {
    *mayPrepare2M(_ctx, guest, gfn) {
      const backing = readBacking(guest, true, baseOf(gfn), REGION_PAGES);
      yield backing;
      return backing.spa >= 0 && backing.spa % REGION_PAGES === 0 && backing.run === REGION_PAGES;
    },
  },
};

export const partWithoutSmash: HostExhibit = {
  name: 'partial-invalidate-without-psmash',
  title: 'part of a 2M entry is released without PSMASH',
  source: 'rmp.md 7.5 RMP-116',
  rule: 'RMP-116',
  parts: {
    *smashForPart() {
      return true;
    },
  },
};
