import type { HostFacts } from '../facts/facts';
import { isShared } from '../facts/windows';

/** Calls `is` for each live window for shared pages: at T=0, and above vTOM. */
export function someShared(facts: HostFacts, is: (window: number) => boolean): boolean {
  for (let window = 0; window < facts.io.leaves.length; window++) {
    if (isShared(window) && facts.isLive(window) && is(window)) return true;
  }
  return false;
}
