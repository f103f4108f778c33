import { hexAddress } from '../../../model/vocabulary/units';

/** A system page or region as reports print it. */
export const page = (spa: number): string => `page ${hexAddress(spa)}`;
export const region = (number: number): string => `the 2M region at ${hexAddress(number * 512)}`;
/** A guest page. */
export const gpa = (gfn: number): string => `GPA ${hexAddress(gfn)}`;
export const domain = (dom: number): string => `the T=${dom & 1} domain of guest ${dom >> 1}`;
