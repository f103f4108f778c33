// Who holds a page of system memory: of RAM as the allocator has it.

export const FREE = 0;
export const KERNEL = 1;
/** Taken out of circulation: its RMP entry could not be cleared. */
export const LEAKED = 2;
/** A BAR. */
export const MMIO = 3;
/** RAM that the firmware keeps. */
export const RESERVED = 4;
const GUESTS = 6;

/** Memory of guest g that devices may be mapped to: its shared half, or all of it where it is backed in place. */
export const sharedHolder = (guest: number): number => GUESTS + 2 * guest;
/** guest_memfd of guest g, where it is separate from the shared half. */
export const privateHolder = (guest: number): number => GUESTS + 2 * guest + 1;
/** Guest of a holder; −1 where it is none. */
export const guestOf = (holder: number): number => (holder < GUESTS ? -1 : (holder - GUESTS) >> 1);

/** As reports print it. */
export function holderName(holder: number): string {
  if (holder === FREE) return 'nobody';
  if (holder === KERNEL) return 'the kernel';
  if (holder === LEAKED) return 'the leak list';
  if (holder === MMIO) return 'a device (MMIO)';
  if (holder === RESERVED) return 'the firmware';
  const half = holder % 2 === 0 ? 'memory' : 'guest_memfd';
  return `${half} of guest ${String(guestOf(holder))}`;
}
