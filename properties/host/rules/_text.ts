import { WINDOWS, guestOfWindow } from '../facts/windows';
import { hexAddress } from '../../../model/vocabulary/units';

/** A system page or region as reports print it. */
export const page = (spa: number): string => `page ${hexAddress(spa)}`;
export const region = (number: number): string => `the 2M region at ${hexAddress(number * 512)}`;
/** A guest page. */
export const gpa = (gfn: number): string => `GPA ${hexAddress(gfn)}`;
const WINDOW_NAMES = ['the T=0 domain', 'the T=1 domain', 'the T=1 domain above vTOM'];
export const windowText = (window: number): string =>
  `${WINDOW_NAMES[window % WINDOWS]!} of guest ${guestOfWindow(window)}`;
