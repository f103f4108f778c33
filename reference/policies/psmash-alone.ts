import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { correct } from './correct';
import { smashRmpOnly } from './private-half';

/** What KVM does upstream, with a trusted device in the guest: RC8 of rmp.md 5.5. */
export const psmashAlone: HostPolicy = {
  ...correct,
  name: 'psmash-alone',
  what: 'PSMASH without replacing the trusted IO leaf',
  smash: (_view, region) => smashRmpOnly(region),
};
