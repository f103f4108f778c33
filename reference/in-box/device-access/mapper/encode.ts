import { hiOf, itemLg, pagesOf } from '../../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from '../in-box';
import type { MapperParts } from '../parts/mapper';

/** High halves, page-tables.md 1.1. */
const FC = 1 << 28;
const IR = 1 << 29;
const IW = 1 << 30;
const CODED = 7 << 9;
/** page-tables.md 2.1: P, U, A; and what a writable leaf, and a large one, add. */
const PRESENT_USER_ACCESSED = 0x25;
const WRITABLE_DIRTY = 0x42;
const POINTER_V2 = 0x27;
const PS = 1 << 7;

/** 2^12 … 2^51 without 512 GiB. page-tables.md 1.3. */
const storesSizeV1: MapperParts['storesSizeV1'] = (lg) => lg >= 12 && lg <= 51 && lg !== 39;
const storesSizeV2: MapperParts['storesSizeV2'] = (lg) => lg === 12 || lg === 21 || lg === 30;

function addCBit(d: InBoxDeviceAccess): void {
  const bit = d.config.rmp.cBit;
  if (bit === null) return;
  if (bit < 32) d.lo = (d.lo | (1 << bit)) >>> 0;
  else d.hi = (d.hi | (1 << (bit - 32))) >>> 0;
}

/** page-tables.md 1.4: lg − 13 ones from bit 12 on where the leaf is larger than one item. */
const encodeLeafV1: MapperParts['encodeLeafV1'] = (d, oa, lg, read, write, cBit) => {
  const isCoded = lg !== itemLg(Math.floor((lg - 12) / 9));
  const field = isCoded ? oa + pagesOf(lg - 1) - 1 : oa;
  d.lo = ((field << 12) | 1 | (isCoded ? CODED : 0)) >>> 0;
  d.hi = (hiOf(field) | FC | (read ? IR : 0) | (write ? IW : 0)) >>> 0;
  if (cBit) addCBit(d);
};

/** page-tables.md 2.1, 2.5: presence is readability. */
const encodeLeafV2: MapperParts['encodeLeafV2'] = (d, oa, lg, write, cBit) => {
  d.lo = ((oa << 12) | PRESENT_USER_ACCESSED | (write ? WRITABLE_DIRTY : 0) | (lg > 12 ? PS : 0)) >>> 0;
  d.hi = hiOf(oa);
  if (cBit) addCBit(d);
};

/** page-tables.md 1.6. */
const encodePointerV1: MapperParts['encodePointerV1'] = (d, level, child) => {
  d.lo = ((child << 12) | 1 | (level << 9)) >>> 0;
  d.hi = (hiOf(child) | IR | IW) >>> 0;
};

const encodePointerV2: MapperParts['encodePointerV2'] = (d, child) => {
  d.lo = ((child << 12) | POINTER_V2) >>> 0;
  d.hi = hiOf(child);
};

export const encodeParts: Pick<
  MapperParts,
  'storesSizeV1' | 'storesSizeV2' | 'encodeLeafV1' | 'encodeLeafV2' | 'encodePointerV1' | 'encodePointerV2'
> = { storesSizeV1, storesSizeV2, encodeLeafV1, encodeLeafV2, encodePointerV1, encodePointerV2 };
