import { rmpAssumption } from './rmp-assumption';

/** Which page size the IOMMU's RMP check uses, and against what it is held. rmp.md 0.4, 0.5, 4.3. */
export const IO_SIZE_ASSUMPTIONS = [
  rmpAssumption(
    'IO_GE2M_ROUND_TO_2M',
    'L',
    'Is a leaf of 2M or more checked at the 2M region that holds the address?',
    [
      'stated by AMD on the list of seed 001: a walk that ends in a page of 2M or more is rounded down to 2M (rmp.md 4.3 TR1)',
      'a leaf above 2M is checked as a whole: T=0 needs all its pages shared, T=1 never passes (rmp.md 0.5)',
    ],
  ),
  rmpAssumption('IO_NO_4K_RETRY', 'L', 'Is a failed check at 2M final?', [
    'stated in seed 001, and said to be intended: hosts choose IO page sizes so that one check is enough (TR3)',
    'the check is repeated once at 4K; a pass caches 4K only (rmp.md 0.5)',
  ]),
  rmpAssumption(
    'IO_SUB2M_AS_4K',
    'L',
    'Does a leaf of 8K to 1M get a 4K check of the page that is accessed?',
    [
      'stated on the list: 4K to 1M gives a 4K check and a 4K IOTLB entry (TR2)',
      'the leaf is checked as a whole, each of its 4K pages (rmp.md 0.5)',
    ],
    ['AMB-SIZES-BETWEEN'],
  ),
  rmpAssumption(
    'IO_1G_AS_2M',
    'C',
    'Is a leaf of 1G or more treated as 2M leaves?',
    [
      'follows from the rounding rule, and is what CPUs do (APM vol. 2 15.36.10; M. Roth, Feb 2025)',
      'J. Gunthorpe says a 1G IOPTE over a 2M RMP entry fails; an older remark of AMD agrees (rmp.md 0.4)',
    ],
    ['AMB-1G'],
  ),
  rmpAssumption(
    'T1_4K_S2_UNDER_2M_RMP',
    'L',
    'May a trusted device use a 4K leaf of the second stage under a 2M RMP entry?',
    [
      'stated on the list: the size of the second stage has to match the RMP (TR5, TR7)',
      'the size of a leaf below 2M is not held against the entry',
    ],
    ['AMB-RMP-4K-IOPTE-2M-RMP'],
  ),
  rmpAssumption(
    'NESTED_CHECK_SIZE',
    'L',
    'With two stages, whose leaf size does the RMP check use?',
    [
      'corrected statement of AMD in seed 001: the second stage must match, the first need not',
      'the smaller of both, as an IOTLB entry would have it',
      'the first stage',
    ],
    ['AMB-STAGE'],
  ),
  rmpAssumption('NESTED_IOTLB_REACH', 'C', 'With two stages, how much does an IOTLB entry cover?', [
    'J. Gunthorpe: anything else would be a serious hardware bug, neighbouring IOVAs may lead elsewhere (rmp.md 4.4)',
    'AMD, Feb 2026: 2M is cached for a 4K first stage over a 2M second stage',
  ]),
  rmpAssumption(
    'S1_ONLY_ON_SNP',
    'S',
    'What becomes of a single AMD v2 stage in the hypervisor on an SNP host?',
    [
      'Linux refuses it: an SNP host may not have a DTE with Mode = 0 (commit fb2accadaa94)',
      'the leaf of the first stage stands for the second, and must match the RMP',
      'the hardware reconciles the sizes: the question of seed 001 that nobody answered',
    ],
    ['AMB-STAGE'],
  ),
];
