import type { HostPolicy } from '../../model/vocabulary/host/policy';
import { correct } from './correct';

/** Proposed on the list in January 2026: encrypt and decrypt by 2M granules, so that no region is ever mixed. */
export const granule2M: HostPolicy = {
  ...correct,
  name: 'granule-2m',
  what: 'the guest converts whole 2M granules only',
  granule: 512,
};
