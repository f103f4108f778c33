import type { World } from '../world';

/** PASIDs that lead somewhere from the start. */
export const PASIDS: readonly number[] = [0, 1, 3];

/** PASID of a request to a device: null, or one where the DTE has a GCR3 table. */
export function pasidFor(w: World, device: number): number | null {
  const form = w.forms[device]!;
  if (!form.nested) return w.draw.chance(95) ? null : 0;
  return form.giov && w.draw.chance(40) ? null : w.draw.chance(95) ? w.draw.pick(PASIDS) : 2;
}
