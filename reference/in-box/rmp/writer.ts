/**
 * Who wrote a page last, as a number: 0 nobody, 1 the host, 2 the firmware, then guests by ASID, then devices by number
 * and T. rmp.md 7.
 */
export type WriterCode = number;

export const NOBODY: WriterCode = 0;
export const HOST: WriterCode = 1;
export const FIRMWARE: WriterCode = 2;
const GUESTS = 4;
const DEVICES = 4096;

export const guestWriter = (asid: number): WriterCode => GUESTS + asid;
export const deviceWriter = (device: number, t: number): WriterCode => DEVICES + 2 * device + t;

/** As ghost tags print it. */
export function writerName(code: WriterCode): string {
  if (code === NOBODY) return '';
  if (code === HOST) return 'host';
  if (code === FIRMWARE) return 'firmware';
  if (code < DEVICES) return `guest ${String(code - GUESTS)}`;
  return `device ${String((code - DEVICES) >> 1)} T=${String((code - DEVICES) & 1)}`;
}
