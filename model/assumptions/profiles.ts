import type { RmpAssumptions } from '../vocabulary/rmp/assumption';

/** A named choice of answers to the open questions of the RMP machines. */
export interface RmpProfile {
  readonly name: string;
  /** Where it differs from the defaults. */
  readonly choices: Partial<RmpAssumptions>;
  /** Why these. */
  readonly reason: string;
}

/** What `--profile` chooses from for the RMP, device-access and host machines. None switches off a required rule. */
export const RMP_PROFILES: readonly RmpProfile[] = [
  { name: 'default', choices: {}, reason: 'the defaults of rmp.md 0.4' },
  {
    name: 'strict',
    choices: {
      IO_1G_AS_2M: 'fault',
      IOMMU_PT_READ_CHECKED: true,
      NPT_READ_CHECKED: true,
      RMPUPDATE_SAME_KEEPS_VALIDATED: false,
      RMPUPDATE_IMMUTABLE_BASE_BLOCKS_SUB: true,
    },
    reason: 'contested points settled the way that lets less through: what works here works on any such hardware',
  },
  {
    name: 'lenient',
    choices: {
      IO_NO_4K_RETRY: false,
      T1_4K_S2_UNDER_2M_RMP: 'allow',
      S1_ONLY_ON_SNP: 'fixed_up',
      T0_READ_CHECKED: false,
      HOST_PT_READ_CHECKED: false,
    },
    reason:
      'the hardware that the discussion of seed 001 would have liked: it reconciles sizes, and checks writes only',
  },
];
