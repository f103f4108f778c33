/**
 * The open or contested questions of rmp.md 0.4 that are modelled, with the positions one can take (what each does
 * exactly: rmp.md 0.5). The first position of each question is the default. Evidence and wording: model/assumptions.
 */
export const RMP_ASSUMPTION_POSITIONS = {
  IO_GE2M_ROUND_TO_2M: [true, false],
  IO_NO_4K_RETRY: [true, false],
  IO_SUB2M_AS_4K: [true, false],
  IO_1G_AS_2M: [true, 'fault'],
  T0_READ_CHECKED: [true, false],
  T0_SIZE_BIT_IGNORED: [true, false],
  T0_2M_NEEDS_ALL_512_SHARED: [true, false],
  T1_4K_S2_UNDER_2M_RMP: ['fault', 'allow'],
  T1_NOT_VALIDATED: ['rmp_fault', 'allow'],
  T1_VMPL_CHECKED: [true, false],
  T1_VTOM_SPLITS: [true, false],
  T1_FAULT_FENCES_ASID: [true, false],
  NESTED_CHECK_SIZE: ['s2', 'min', 's1'],
  NESTED_IOTLB_REACH: ['min(s1,s2)', 's2'],
  S1_ONLY_ON_SNP: ['illegal_config', 'leaf_must_match', 'fixed_up'],
  DTE_MODE0_ILLEGAL: [true, false],
  IOMMU_S1_FETCH: ['s2_checked', 's2_unchecked'],
  IOTLB_STALE_GRANTS: [false, true],
  IOMMU_PT_READ_CHECKED: [false, true],
  IOMMU_AD_WRITE_CHECK: ['hypervisor_owned', 'none'],
  IOMMU_LOG_NEEDS_FW_IOMMU: [true, false],
  HOST_PT_READ_CHECKED: [true, false],
  NPT_READ_CHECKED: [false, true],
  RMPUPDATE_ERR_ORDER: ['any-of', 'fixed list'],
  RMPUPDATE_BASE_2M_TO_4K: ['overlap', 'resize'],
  RMPUPDATE_4K_BASE_TO_2M: ['allow_if_sub0', 'overlap'],
  RMPUPDATE_SAME_KEEPS_VALIDATED: [true, false],
  RMPUPDATE_RECLAIM_TUPLE: ['FAIL_INPUT', 'accept'],
  RMPUPDATE_HVFIXED_TUPLE: ['FAIL_INPUT', 'accept'],
  RMPUPDATE_GPA_ALIGN_2M: ['FAIL_INPUT', 'ignore'],
  RMPUPDATE_FIRMWARE_GPA: ['FAIL_INPUT', 'zeroed', 'kept'],
  VMPL_FULL_MASK: [0x1f, 0x0f, 0xff],
  RMPUPDATE_IMMUTABLE_BASE_BLOCKS_SUB: [false, true],
  PSMASH_NOT_2M_CODE: [7, 1, 2],
  PSMASH_IMMUTABLE: ['fail', 'allow'],
  PVALIDATE_NON_VMPL0: ['#GP(0)', 'FAIL_PERMISSION'],
  VMSA_PAGE_DATA_ACCESS: ['normal', 'deny'],
  VMRUN_VMSA_ENTRY: ['eff', 'own'],
  INUSE_SPURIOUS: ['off', 'on'],
  UNASSIGN_ZEROES_ENTRY: [true, false],
  MMIO_IN_COVERAGE: ['HV_FIXED', 'HYPERVISOR'],
} as const;

export type RmpAssumptionName = keyof typeof RMP_ASSUMPTION_POSITIONS;
/** One position for each question. */
export type RmpAssumptions = { readonly [N in RmpAssumptionName]: (typeof RMP_ASSUMPTION_POSITIONS)[N][number] };

/** The first position of each question. */
export const DEFAULT_RMP_ASSUMPTIONS = Object.fromEntries(
  Object.entries(RMP_ASSUMPTION_POSITIONS).map(([name, positions]) => [name, positions[0]]),
) as unknown as RmpAssumptions;

/**
 * The defaults with some questions answered otherwise.
 * `T0_SIZE_BIT_IGNORED` = false needs `UNASSIGN_ZEROES_ENTRY` = false, and `IO_GE2M_ROUND_TO_2M` = false implies
 * `IO_1G_AS_2M` = 'fault' (rmp.md 0.5): both follow here, so that one switch is enough to ask for either.
 */
export function assumeRmp(choices: Partial<RmpAssumptions>): RmpAssumptions {
  return {
    ...DEFAULT_RMP_ASSUMPTIONS,
    ...choices,
    ...(choices.T0_SIZE_BIT_IGNORED === false ? { UNASSIGN_ZEROES_ENTRY: false } : {}),
    ...(choices.IO_GE2M_ROUND_TO_2M === false ? { IO_1G_AS_2M: 'fault' } : {}),
  };
}
