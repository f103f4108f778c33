import type { OaPage } from '../../../../model/vocabulary';
import { Prot } from '../../../../model/vocabulary/prot';
import { itemLg } from '../../../../model/vocabulary/units';
import type { Domain } from '../domain';
import type { EntryParts } from '../parts';

/** page-tables.md 4.2: set, unless the leaf maps MMIO. */
const leafCBit: EntryParts['leafCBit'] = (_d, prot) => (prot & Prot.MMIO) === 0;

/** Bits 51:12 of an entry without the C-bit, as a page. */
export const addressField = (d: Domain, lo: number, hi: number): OaPage =>
  (hi & 0x000f_ffff & ~d.sme.hi) * 2 ** 20 + ((lo & ~d.sme.lo) >>> 12);

const childOf: EntryParts['childOf'] = addressField;

/** page-tables.md 1.3: floor((lg − 12) / 9), for lg 12 … 64. */
const levelOf: EntryParts['levelOf'] = (lg) => ((lg - 12) / 9) | 0;

const itemsOf: EntryParts['itemsOf'] = (lg, level) => 1 << (lg - itemLg(level));

export const commonEntryParts: Pick<EntryParts, 'leafCBit' | 'childOf' | 'levelOf' | 'itemsOf'> = {
  leafCBit,
  childOf,
  levelOf,
  itemsOf,
};
