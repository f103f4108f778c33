import type { Type1Assumptions } from '../vocabulary/vfio-type1/assumption';
import type { Assumption } from './assumption';

/** The open questions of the vfio-type1 machine. dma-mmio.md 5.6, 9.3. */
export const TYPE1_ASSUMPTIONS: readonly Assumption[] = [
  {
    name: 'VFIO_MMIO_CACHE',
    question: 'Does a call of iommu_map that has MMIO carry CACHE too?',
    positions: [
      {
        name: 'dropped',
        evidence:
          'dma-iommu and iommufd pass MMIO without CACHE; with both, ARM tables take device memory and still encode inner shareability (5.6 (d), VFIO-010)',
      },
      {
        name: 'kept',
        evidence:
          'vfio_iommu_type1.c adds CACHE to every call, and no version of seed 000 is known to change that (VFIO-009)',
      },
    ],
    default: 'dropped',
    confidence: 'C',
    aliases: [],
    notModelled: null,
  },
  {
    name: 'VFIO_RESERVED_RAM',
    question: 'Are reserved pages of System RAM behind a VM_IO and VM_PFNMAP area MMIO?',
    positions: [
      {
        name: 'mmio',
        evidence: 'the rule of 5.6, REQUIRED: VM_IO, VM_PFNMAP and a reserved frame; so does v5 of seed 000',
      },
      {
        name: 'memory',
        evidence:
          'VM_IO is also set by generic remapping of reserved RAM (5.6 (c)), which is encrypted as all RAM is; v1 of seed 000 asked page_is_ram()',
      },
    ],
    default: 'mmio',
    confidence: 'C',
    aliases: [],
    notModelled: null,
  },
  {
    name: 'VFIO_REPLAY_SINGLE',
    question: 'With huge pages disabled, does the replay of a mapped entry make one call a page?',
    positions: [
      {
        name: 'pages',
        evidence: 'the parameter is to keep the IOMMU from huge pages, and VFIO-031 has no exception: one page a call',
      },
      {
        name: 'spans',
        evidence: 'vfio_iommu_type1.c (7.2) merges by iova_to_phys on replay, and looks at the parameter only to pin',
      },
    ],
    default: 'pages',
    confidence: 'I',
    aliases: [],
    notModelled: null,
  },
];

/** A named choice of answers to the open questions of the vfio-type1 machine. */
export interface Type1Profile {
  readonly name: string;
  /** Where it differs from the defaults. */
  readonly choices: Partial<Type1Assumptions>;
  /** Why these. */
  readonly reason: string;
}

/** What `--profile` chooses from for the vfio-type1 machine. None switches off a required rule. */
export const TYPE1_PROFILES: readonly Type1Profile[] = [
  { name: 'default', choices: {}, reason: 'the call lists that dma-mmio.md 5.8 requires' },
  {
    name: 'linux-7.2',
    choices: { VFIO_MMIO_CACHE: 'kept', VFIO_REPLAY_SINGLE: 'spans' },
    reason: 'what this release does where the sources leave it open; that it never marks MMIO is a finding',
  },
];
