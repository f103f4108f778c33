/**
 * A leaf of the in-box IO page table, one raw word: bit 0 present, bits 6:1 the IOMMU prot bits, the address from the
 * granule up with the C-bit of the platform in it.
 */
const PRESENT = 1n;
const PROT_SHIFT = 1n;
const PROT_MASK = 0x3fn;

export const NOT_PRESENT = 0n;

/** `cMask`: 0 for a leaf without the C-bit. */
export const encodeLeaf = (paddr: bigint, prot: number, cMask: bigint): bigint =>
  paddr | cMask | (BigInt(prot) << PROT_SHIFT) | PRESENT;

export const protOfLeaf = (word: bigint): number => Number((word >> PROT_SHIFT) & PROT_MASK);

/** The address field as it is, C-bit included. */
export const addressOfLeaf = (word: bigint, granuleLg: bigint): bigint => (word >> granuleLg) << granuleLg;
