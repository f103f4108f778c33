import type { ViommuAssumptions } from '../vocabulary/viommu/assumption';
import type { Assumption } from './assumption';

/** The open questions of the viommu machine. dma-mmio.md 8.4 to 8.6, 11. */
export const VIOMMU_ASSUMPTIONS: readonly Assumption[] = [
  {
    name: 'VIOMMU_RETRY',
    question: 'Is a block that could not be torn down tried again?',
    positions: [
      {
        name: 'next-teardown',
        evidence:
          'O10 keeps it on record, and V-4 blames the patch that nothing can retry: the next uninit goes on with the step that failed',
      },
      {
        name: 'at-once',
        evidence:
          'dma-mmio.md 8.6 has "retry/leak" for an unmap that took less than was asked: once more in the same call',
      },
      {
        name: 'never',
        evidence: 'O10 says leaked: the DMA core never tries again for memory whose encryption it could not restore',
      },
    ],
    default: 'next-teardown',
    confidence: 'I',
    aliases: ['V-2', 'V-4'],
    notModelled: null,
  },
  {
    name: 'VIOMMU_INIT_TWICE',
    question: 'What does an init of a region that is there do?',
    positions: [
      { name: 'refused', evidence: 'the driver sets up each IOMMU once: a second time is a mistake, EBUSY (V-11)' },
      {
        name: 'no-op',
        evidence: 'VIOMMU-025 allows either: success if the region is whole, so that init is idempotent',
      },
    ],
    default: 'refused',
    confidence: 'I',
    aliases: ['V-11'],
    notModelled: null,
  },
  {
    name: 'VIOMMU_NON_PRESENT',
    question: 'Does an IOMMU keep non-present translations of its private domain?',
    positions: [
      {
        name: 'not-cached',
        evidence:
          'v3 of seed 003 flushes after unmap only; Linux takes NpCache for a sign of an emulated IOMMU (amd/iommu.c): hardware has none',
      },
      {
        name: 'cached',
        evidence:
          'the NpCache capability of the IOMMU, and an earlier version of the patch that flushed after each map, as the helper is still called (V-12)',
      },
    ],
    default: 'not-cached',
    confidence: 'I',
    aliases: ['V-12'],
    notModelled: null,
  },
];

/** A named choice of answers to the open questions of the viommu machine. */
export interface ViommuProfile {
  readonly name: string;
  /** Where it differs from the defaults. */
  readonly choices: Partial<ViommuAssumptions>;
  /** Why these. */
  readonly reason: string;
}

/** What `--profile` chooses from for the viommu machine. None switches off a required rule. */
export const VIOMMU_PROFILES: readonly ViommuProfile[] = [
  { name: 'default', choices: {}, reason: 'the obligations of dma-mmio.md 8.4' },
  {
    name: 'strict',
    choices: { VIOMMU_NON_PRESENT: 'cached', VIOMMU_RETRY: 'never' },
    reason: 'what is safe whatever hardware keeps: every map is flushed, and what could not be torn down is given up',
  },
];
