/** The open or contested questions of the page-table machine, with their evidence. */
import type { ASSUMPTION_POSITIONS } from '../vocabulary';
import type { AssumptionName, Confidence } from '../vocabulary';
import { DEFAULT_ASSUMPTIONS } from '../vocabulary/assumption';

export interface Position {
  readonly name: string;
  /** What speaks for it, and where that stands. */
  readonly evidence: string;
}

export interface Assumption {
  readonly name: AssumptionName;
  readonly question: string;
  readonly positions: readonly Position[];
  readonly default: string;
  /** Of the default. */
  readonly confidence: Confidence;
}

type Evidence<N extends AssumptionName> = { readonly [P in (typeof ASSUMPTION_POSITIONS)[N][number]]: string };

function assumption<N extends AssumptionName>(
  name: N,
  confidence: Confidence,
  question: string,
  evidence: Evidence<N>,
): Assumption {
  const positions = Object.entries<string>(evidence).map(([position, why]) => ({ name: position, evidence: why }));
  return { name, question, positions, default: DEFAULT_ASSUMPTIONS[name], confidence };
}

export const ASSUMPTIONS: readonly Assumption[] = [
  assumption(
    'AMB-LEN',
    'M',
    'Which errno does iommu_map of a generic-pt domain return for a length that is no multiple of the smallest page size?',
    {
      enxio:
        'the map op answers -ENXIO where no size fits (page-tables.md 3.3 step 6); the tail of such a length has no ' +
        'size. Released code does not return at all (3.12)',
      einval: 'the classic core refused the call with -EINVAL before any op ran (3.11); drivers may rely on that',
    },
  ),
  assumption('AMB-LEN0', 'V', 'Is iommu_map of length 0 on a generic-pt domain an error?', {
    einval: 'the core has no short cut, and the map op refuses length 0 (page-tables.md 3.3 step 4, 3.11)',
    noop: 'under the classic core it was a success with nothing done (3.11, 3.13)',
  }),
  assumption('AMB-PA-HAS-C', 'V', 'What becomes of a physical address whose start already carries the C-bit?', {
    'as-released':
      'it is taken; the leaf carries the bit whatever prot says, and look-ups return the address without it (PT-029)',
    strict: 'it is no physical address: usable ones never have the bit (4.1), so the call is refused with -EINVAL',
  }),
  assumption(
    'AMB-UNMAP-LARGER',
    'V',
    'What does unmap do when its last page lies inside a leaf that goes on after it?',
    {
      whole: 'the whole leaf goes and the result exceeds the length (page-tables.md 3.8; KUnit test_unmap_split)',
      refuse: 'nothing was asked about the rest of the leaf: return 0 and change nothing',
    },
  ),
  assumption('AMB-ERR-PRIORITY', 'V', 'Several errors apply to one call: which one is returned?', {
    documented: 'the order of the checks in released code (page-tables.md 3.3, PT-072)',
    any: 'no text promises an order; any errno whose condition holds will do',
  }),
  assumption('AMB-CBIT-READBACK', 'R', 'Do the attributes read back from a leaf include the C-bit?', {
    dropped: 'the v1 code keeps FC, IR and IW only (page-tables.md 1.7)',
    kept: 'KUnit test_attr_from_entry wants the attributes read from an entry to reproduce the identical entry (7)',
  }),
];
