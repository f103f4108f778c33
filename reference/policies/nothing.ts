import type { Plan } from '../../model/vocabulary/host/policy';

/** A plan without steps. */
export function* nothing(): Plan {
  // Some policies have nothing to do here.
}
