/** The host's stage, AMD v1: page-tables.md 1, rmp.md 4.9. Reads raw entries; it does not ask the mapper. */
import { AMDV1 } from '../page-table/formats/amdv1';
import { pageOfAddressField, withoutBit } from '../page-table/formats/bits';
import { ItemClass } from '../page-table/formats/format';
import type { GpaPage, SpaPage } from '../vocabulary/rmp/entry';
import { ITEM_PAGES, itemIndex, pagesOf } from '../vocabulary/units';
import type { DeviceAccessState } from './state';

/** IR and IW of an entry's high half. */
const IR = 1 << 29;
const IW = 1 << 30;
/** The largest leaf of the format; a raw size code may say more. */
const MAX_LEAF_LG = 51;

/** Where a guest page leads. */
export interface HostWalk {
  /** The page reached; −1: the walk ended before a leaf. */
  readonly spa: SpaPage;
  /** log2 of the leaf's bytes. */
  readonly lg: number;
  /** IR and IW of every level. */
  readonly read: boolean;
  readonly write: boolean;
  /** A table page that the IOMMU may not read (IOMMU_PT_READ_CHECKED); −1: none. */
  readonly unreadable: SpaPage;
}

const NOT_PRESENT: HostWalk = { spa: -1, lg: 0, read: false, write: false, unreadable: -1 };

/** Translates `gpa` by the host table of `levels` levels at `root`. */
export function walkHost(io: DeviceAccessState, root: SpaPage, levels: number, gpa: GpaPage): HostWalk {
  if (gpa >= ITEM_PAGES[levels]!) return NOT_PRESENT;
  let table = withoutBit(root, io.cBit);
  let rights = IR | IW;
  for (let level = levels - 1; level >= 0; level--) {
    if (io.mayNotRead(table)) return { ...NOT_PRESENT, unreadable: table };
    const index = itemIndex(gpa, level);
    const lo = io.memory.lo(table, index);
    const hi = io.memory.hi(table, index);
    const kind = AMDV1.classify(level, lo, hi);
    if (kind === ItemClass.empty) return NOT_PRESENT;
    rights &= hi;
    if (kind === ItemClass.leaf) {
      const lg = AMDV1.leafLg(level, lo, hi);
      if (lg > MAX_LEAF_LG) return NOT_PRESENT;
      const spa = AMDV1.leafOa(level, lo, hi, io.cBit) + (gpa % pagesOf(lg));
      return { spa, lg, read: (rights & IR) !== 0, write: (rights & IW) !== 0, unreadable: -1 };
    }
    table = withoutBit(pageOfAddressField(lo, hi), io.cBit);
  }
  return NOT_PRESENT;
}
