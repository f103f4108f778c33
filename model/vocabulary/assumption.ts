/** The open or contested questions that touch the page-table machine, with the positions one can take. */
export const ASSUMPTION_POSITIONS = {
  /** errno of `iommu_map` with a length that is no multiple of the smallest page size. */
  'AMB-LEN': ['enxio', 'einval'],
  /** `iommu_map` of length 0: an error, or success with nothing done. */
  'AMB-LEN0': ['einval', 'noop'],
  /** A physical address that already carries the C-bit. */
  'AMB-PA-HAS-C': ['as-released', 'strict'],
  /** An unmap that ends inside a larger leaf: the whole leaf goes, or the op refuses. */
  'AMB-UNMAP-LARGER': ['whole', 'refuse'],
  /** Several errors apply: the documented priority, or any of those that apply. */
  'AMB-ERR-PRIORITY': ['documented', 'any'],
  /** Must reading a leaf's attributes back keep the C-bit? */
  'AMB-CBIT-READBACK': ['dropped', 'kept'],
} as const;

export type AssumptionName = keyof typeof ASSUMPTION_POSITIONS;
/** One position for each question. */
export type AssumptionChoices = { readonly [N in AssumptionName]: (typeof ASSUMPTION_POSITIONS)[N][number] };

/** The first position of each question is the default. */
export const DEFAULT_ASSUMPTIONS = Object.fromEntries(
  Object.entries(ASSUMPTION_POSITIONS).map(([name, positions]) => [name, positions[0]]),
) as unknown as AssumptionChoices;
