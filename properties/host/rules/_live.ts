import type { HostFacts } from '../facts/facts';
import { domainOf } from '../../../model/vocabulary/host/step-kind';

/** True if a device may use the domain now. */
export const isLive = (facts: HostFacts, dom: number): boolean => facts.opened[dom]! > 0;

/** Calls `found` for each live domain of this T. */
export function someLive(facts: HostFacts, t: 0 | 1, is: (dom: number) => boolean): boolean {
  for (let guest = 0; guest < facts.nested.length; guest++) {
    const dom = domainOf(guest, t);
    if (isLive(facts, dom) && is(dom)) return true;
  }
  return false;
}
