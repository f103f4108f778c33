import { pageOf } from '../../../../model/vocabulary/units';
import type { DteParts } from '../parts/dte';

/** rmp.md 4.9. Bit n of qword q is bit n mod 32 of word 2q + (n > 31). */
const dteTranslationValid: DteParts['dteTranslationValid'] = (words, at) => (words[at]! & 2) !== 0;

const dteMode: DteParts['dteMode'] = (words, at) => (words[at]! >>> 9) & 7;

const dteRoot: DteParts['dteRoot'] = (words, at) => pageOf(words[at]!, words[at + 1]! & 0xf_ffff);

const dteGuestValid: DteParts['dteGuestValid'] = (words, at) => (words[at + 1]! & (1 << 23)) !== 0;

const dteGiov: DteParts['dteGiov'] = (words, at) => (words[at + 1]! & (1 << 22)) !== 0;

const dteGcr3Levels: DteParts['dteGcr3Levels'] = (words, at) => ((words[at + 1]! >>> 24) & 3) + 1;

/** Bits 14:12 in DTE[0] 60:58, 30:15 in DTE[1] 31:16, 51:31 in DTE[1] 63:43. */
const dteGcr3Root: DteParts['dteGcr3Root'] = (words, at) =>
  ((words[at + 1]! >>> 26) & 7) + (words[at + 2]! >>> 16) * 2 ** 3 + (words[at + 3]! >>> 11) * 2 ** 19;

const dteRead: DteParts['dteRead'] = (words, at) => (words[at + 1]! & (1 << 29)) !== 0;

const dteWrite: DteParts['dteWrite'] = (words, at) => (words[at + 1]! & (1 << 30)) !== 0;

const dteGuestLevels: DteParts['dteGuestLevels'] = (words, at) => 4 + ((words[at + 5]! >>> 22) & 3);

export const dteParts: DteParts = {
  dteTranslationValid,
  dteMode,
  dteRoot,
  dteGuestValid,
  dteGiov,
  dteGcr3Levels,
  dteGcr3Root,
  dteRead,
  dteWrite,
  dteGuestLevels,
};
