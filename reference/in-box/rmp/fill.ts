import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import { ASSIGNED, FIRMWARE_IOMMU_TAG, IMMUTABLE, LOCK, METADATA_TAG, SIZE_2M, slotOf, TAG_UNIT } from './entry-bits';
import { VALIDATED, VMSA } from './entry-bits';
import type { InBoxRmp } from './in-box';
import type { Region } from './region';

const FIRMWARE_OWNED = { flags: ASSIGNED | IMMUTABLE, high: LOCK } as const;

/** Flags of words 0 and 1 of each state, and the firmware's tag. rmp.md 1.2, 1.6. */
const BITS_OF: Record<RmpPreset['state'], { readonly flags: number; readonly high: number; readonly tag?: number }> = {
  Hypervisor: { flags: 0, high: 0 },
  'HV-Fixed': { flags: IMMUTABLE, high: 0 },
  Firmware: FIRMWARE_OWNED,
  'Firmware-IOMMU': { ...FIRMWARE_OWNED, tag: FIRMWARE_IOMMU_TAG },
  Reclaim: { flags: ASSIGNED, high: 0 },
  Context: { flags: ASSIGNED | IMMUTABLE, high: LOCK | VMSA },
  Metadata: { ...FIRMWARE_OWNED, tag: METADATA_TAG },
  'Pre-Guest': { flags: ASSIGNED | IMMUTABLE, high: 0 },
  'Pre-Swap': { flags: ASSIGNED | IMMUTABLE, high: VALIDATED },
  'Guest-Invalid': { flags: ASSIGNED, high: 0 },
  'Guest-Valid': { flags: ASSIGNED, high: VALIDATED },
};

/** Is it a state in which the GPA means the guest's address, or a tag? */
const hasGpa = (preset: RmpPreset): boolean => preset.asid > 0 || BITS_OF[preset.state].tag !== undefined;

/** Puts a fresh region, all zero, into the state that the ranges describe; later ranges win. */
export function fillRegion(r: InBoxRmp, region: Region, ranges: readonly RmpPreset[]): void {
  let isFilled = false;
  for (const range of ranges) {
    const first = Math.max(range.spa, region.base);
    const end = Math.min(range.spa + range.pages, region.base + 512);
    if (first >= end) continue;
    isFilled = true;
    if (range.size === 1) fillLarge(r, region, range);
    else for (let page = first; page < end; page++) fillEntry(r, region, range, page);
  }
  if (isFilled) r.parts.storeSub(region.words, 0, countSub(region));
}

function fillLarge(r: InBoxRmp, region: Region, range: RmpPreset): void {
  fillEntry(r, region, range, region.base);
  if ((region.words[0]! & ASSIGNED) === 0) {
    for (let page = region.base + 1; page < region.base + 512; page++) fillEntry(r, region, range, page);
    return;
  }
  region.words[0]! |= SIZE_2M;
  region.words.fill(0, slotOf(1));
  for (let at = slotOf(1); at < region.words.length; at += 4) region.words[at] = ASSIGNED;
}

function fillEntry(r: InBoxRmp, region: Region, range: RmpPreset, page: number): void {
  const { words } = region;
  const at = slotOf(page);
  const bits = BITS_OF[range.state];
  words[at] = bits.flags;
  words[at + 1] = bits.high;
  words[at + 2] = 0;
  words[at + 3] = 0;
  const gpa = hasGpa(range) ? range.gpa + (page - range.spa) + (bits.tag ?? 0) * TAG_UNIT : 0;
  r.parts.storeOwner(words, at, gpa, range.asid);
  if (range.asid > 0) r.parts.storeMask(words, at, 0, r.parts.fullMask(r));
}

/** rmp.md 1.2: assigned pages among sub-pages 1 … 511 of a region of 4K entries. */
function countSub(region: Region): number {
  const { words } = region;
  if ((words[0]! & (ASSIGNED | SIZE_2M)) === (ASSIGNED | SIZE_2M)) return 0;
  let count = 0;
  for (let at = slotOf(1); at < words.length; at += 4) count += words[at]! & ASSIGNED;
  return count;
}
