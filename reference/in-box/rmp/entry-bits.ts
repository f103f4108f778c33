import type { SpaPage } from '../../../model/vocabulary/rmp/entry';

/** Words of one 16-byte entry, and of the 512 of a 2M region. */
export const ENTRY_WORDS = 4;
export const REGION_WORDS = 512 * ENTRY_WORDS;
/** Bytes of the table that hold the entries of one 2M region. rmp.md 1.5. */
export const REGION_BYTES = REGION_WORDS * 4;

/** Bits of word 0, the low half of qword 0. rmp.md 1.2. */
export const ASSIGNED = 1 << 0;
export const SIZE_2M = 1 << 1;
export const IMMUTABLE = 1 << 2;
export const SUB_SHIFT = 3;
export const SUB_MASK = 0x1ff;
/** Bits of word 1. */
export const VMSA = 1 << 29;
export const VALIDATED = 1 << 30;
export const LOCK = 1 << 31;

/** Tags of the firmware in bits 38:36 of the gpa field, as page numbers. rmp.md 1.2. */
export const TAG_UNIT = 2 ** 36;
export const METADATA_TAG = 1;
export const FIRMWARE_IOMMU_TAG = 2;

/** Index of the page's entry in the words of its region. */
export const slotOf = (page: SpaPage): number => (page & 511) * ENTRY_WORDS;
/** The 2M-aligned page of the region of `page`. */
export const baseOf = (page: SpaPage): SpaPage => page - (page & 511);
