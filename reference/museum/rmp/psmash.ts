/** Exhibits on PSMASH (rmp.md 2.2). */
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { standardRmpParts } from '../../in-box/rmp';
import { ASSIGNED, REGION_WORDS, slotOf, VALIDATED } from '../../in-box/rmp/entry-bits';
import type { RmpExhibit } from './exhibit';

export const smashesImmutable: RmpExhibit = {
  name: 'smashes-immutable',
  title: 'PSMASH is carried out on Pre-Guest pages, which the firmware works on',
  source: 'rmp.md RMP-018',
  rule: 'RMP-018',
  parts: {
    psmashCheck: (r, page, isAligned, asid) => {
      const code = standardRmpParts.psmashCheck(r, page, isAligned, asid);
      return code === RmpCode.failPermission && asid === 0 ? RmpCode.success : code;
    },
  },
};

export const smashClearsValidated: RmpExhibit = {
  name: 'smash-clears-validated',
  title: 'PSMASH clears Validated',
  source: 'rmp.md RMP-027',
  rule: 'RMP-027',
  parts: {
    smash: (r, base) => {
      standardRmpParts.smash(r, base);
      const { words } = r.writableRegion(base);
      for (let at = 0; at < REGION_WORDS; at += 4) words[at + 1]! &= ~VALIDATED;
    },
  },
};

export const smashesAnything: RmpExhibit = {
  name: 'smashes-anything',
  title: 'PSMASH wants an assigned entry, of whatever size',
  source: 'rmp.md RMP-028, X04',
  rule: 'RMP-028',
  parts: {
    psmashCheck: (r, page, isAligned, asid) => {
      const code = standardRmpParts.psmashCheck(r, page, isAligned, asid);
      const isAssigned = code === RmpCode.failNotSuitable && (r.regionOf(page).words[0]! & ASSIGNED) !== 0;
      return isAssigned ? RmpCode.success : code;
    },
  },
};

export const smashCountsTwice: RmpExhibit = {
  name: 'smash-counts-twice',
  title: 'a second PSMASH sets the sub-page count before it finds 4K entries',
  source: 'rmp.md RMP-029, RC3',
  rule: 'RMP-029',
  parts: {
    psmashCheck: (r, page, isAligned, asid) => {
      const code = standardRmpParts.psmashCheck(r, page, isAligned, asid);
      if (code === RmpCode.failNotSuitable) r.parts.storeSub(r.writableRegion(page).words, 0, 511);
      return code;
    },
  },
};

export const smashCountsNothing: RmpExhibit = {
  name: 'smash-counts-nothing',
  title: 'the sub-page count stays 0 after PSMASH',
  source: 'rmp.md RMP-030',
  rule: 'RMP-030',
  parts: {
    smash: (r, base) => {
      standardRmpParts.smash(r, base);
      r.parts.storeSub(r.writableRegion(base).words, 0, 0);
    },
  },
};

export const smashLosesSubPageRights: RmpExhibit = {
  name: 'smash-loses-sub-page-rights',
  title: 'after PSMASH only the base page is still validated',
  source: 'rmp.md RMP-066',
  rule: 'RMP-066',
  parts: {
    smash: (r, base) => {
      standardRmpParts.smash(r, base);
      const { words } = r.writableRegion(base);
      for (let at = slotOf(1); at < REGION_WORDS; at += 4) words[at + 1]! &= ~VALIDATED;
    },
  },
};
