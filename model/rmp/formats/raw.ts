/** The memory format of Zen 3 and Zen 4: rmp.md 1.2. Not architectural. */
import type { RmpEntry, RmpSize } from '../../vocabulary/rmp/entry';

/** Qwords 0 and 1 of an entry. */
export type RawEntry = readonly [bigint, bigint];

const GPA_MASK = (1n << 39n) - 1n;
const ASID_MASK = (1n << 10n) - 1n;
const COUNT_MASK = (1n << 9n) - 1n;

const bit = (value: boolean, at: bigint): bigint => (value ? 1n << at : 0n);

/** The firmware keeps `lock` equal to `immutable` on its own pages; HV-Fixed and guest pages have lock 0. */
const isLocked = ({ assigned, asid, immutable }: RmpEntry): boolean => assigned && asid === 0 && immutable;

/** Raw value of `entry`; `subCount` is 0 where the page is not 2M-aligned. */
export function encodeRaw(entry: RmpEntry, subCount: number): RawEntry {
  const word =
    bit(entry.assigned, 0n) |
    bit(entry.size === 1, 1n) |
    bit(entry.immutable, 2n) |
    (BigInt(subCount) << 3n) |
    (BigInt(entry.gpa) << 12n) |
    (BigInt(entry.asid) << 51n) |
    bit(entry.vmsa, 61n) |
    bit(entry.validated, 62n) |
    bit(isLocked(entry), 63n);
  let masks = 0n;
  entry.masks.forEach((mask, vmpl) => {
    masks |= BigInt(mask) << BigInt(8 * vmpl);
  });
  return [word, masks];
}

/** The fields of a raw entry, with `vmpls` masks. */
export function decodeRaw([word, masks]: RawEntry, vmpls: number): RmpEntry & { readonly subCount: number } {
  const has = (at: bigint): boolean => ((word >> at) & 1n) === 1n;
  return {
    assigned: has(0n),
    size: Number((word >> 1n) & 1n) as RmpSize,
    immutable: has(2n),
    subCount: Number((word >> 3n) & COUNT_MASK),
    gpa: Number((word >> 12n) & GPA_MASK),
    asid: Number((word >> 51n) & ASID_MASK),
    vmsa: has(61n),
    validated: has(62n),
    masks: Array.from({ length: vmpls }, (_, vmpl) => Number((masks >> BigInt(8 * vmpl)) & 0xffn)),
  };
}
