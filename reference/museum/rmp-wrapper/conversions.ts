import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { wrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import { Errno, standardWrapperParts } from '../../in-box/rmp-wrapper';
import type { WrapperExhibit } from './exhibit';

/** Exhibits of the calls that give a page to a guest, or take it back (rmp.md 2.1, 6). */

export const stubsSucceed: WrapperExhibit = {
  name: 'wrapper-succeeds-without-snp',
  title: 'where the RMP cannot be used, because RAM lies outside of it, calls do nothing and return 0',
  source: 'rmp.md 1.5, 7.1 RMP-004',
  rule: 'RMP-004',
  parts: { unused: 0 },
};

export const updatesBeforeSplit: WrapperExhibit = {
  name: 'wrapper-updates-before-split',
  title: 'the page is updated first; then the direct map turns out not to split',
  source: 'rmp.md 2.0, 7.2 RMP-017',
  rule: 'RMP-017',
  parts: {
    convert(k, conversion) {
      const needsSplit = k.parts.needsSplit(k, conversion);
      const update = k.update(conversion);
      if (!needsSplit) return k.ended([update], update.code);
      const events = [update, k.split(conversion)];
      return conversion.splitFails ? wrapperOutcome({ value: Errno.fault, events }) : k.ended(events, update.code);
    },
  },
};

export const roundsDown: WrapperExhibit = {
  name: 'wrapper-rounds-to-2m',
  title: 'the page of a 2M conversion is rounded down to its region',
  source: 'rmp.md 2.1, 7.2 RMP-023',
  rule: 'RMP-023',
  parts: {
    target: (k, page, level) =>
      standardWrapperParts.target(k, level === 2 ? page - (page % REGION_PAGES) : page, level),
  },
};

export const sharedWithoutSplit: WrapperExhibit = {
  name: 'wrapper-split-for-guests-only',
  title: 'the direct map is split for a page that goes to a guest, not for one that comes back',
  source: 'rmp.md 6, 7.5 RMP-107',
  rule: 'RMP-107',
  parts: {
    needsSplit: (k, conversion) => conversion.isAssigned && standardWrapperParts.needsSplit(k, conversion),
  },
};

export const repeatsOverlap: WrapperExhibit = {
  name: 'wrapper-repeats-overlap',
  title: 'FAIL_OVERLAP is taken for another CPU’s passing work, and repeated without end',
  source: 'rmp.md 2.1 (Linux wrapper), 7.5 RMP-109; docs/findings.md F-30',
  rule: 'RMP-109',
  parts: { repeats: (code) => code === RmpCode.failOverlap },
};
