import type { Section } from './sections';
import type { Found } from './verdict-file';

const TYPE1 = /^linux-7\.\d+-type1$/;

const breaks =
  (...rules: readonly string[]) =>
  ({ rule }: Found): boolean =>
    rule !== null && rules.includes(rule);
const isReplay = ({ op }: Found): boolean => op === 'attach';
const isMap = ({ op }: Found): boolean => op === 'map';
/** True if a call, or a failure that is undone, comes at another place than expected, or not at all. */
const callsDiffer = ({ effect }: Found): boolean => / for (map|unmap|flush|unpin|pin|nothing)$/.test(effect);

/** Which finding of drivers/vfio/vfio_iommu_type1.c is explained where; the first that covers it counts. */
export const SECTIONS_TYPE1: readonly Section[] = [
  { id: 'F-50', subjects: TYPE1, covers: ({ effect, rule }) => rule === null && effect === 'prot of a call' },
  { id: 'F-50', subjects: TYPE1, covers: breaks('VFIO-005', 'VFIO-032') },
  { id: 'F-51', subjects: TYPE1, covers: breaks('VFIO-031') },
  { id: 'F-51', subjects: TYPE1, covers: (found) => isReplay(found) && breaks('VFIO-003', 'VFIO-008')(found) },
  { id: 'F-59', subjects: TYPE1, covers: ({ effect }) => effect === 'value -6 for -22' },
  {
    id: 'F-59',
    subjects: TYPE1,
    covers: (found) => (isMap(found) || isReplay(found)) && found.effect === 'crashed',
  },
  { id: 'F-55', subjects: TYPE1, covers: ({ rule, effect }) => rule === 'VFIO-016' && effect === 'locked pages' },
  { id: 'F-56', subjects: TYPE1, covers: ({ rule, effect }) => rule === 'VFIO-019' && effect === 'locked pages' },
  // What is charged too much, or left behind, shows in whatever comes later.
  { id: 'F-52, F-53, F-56', subjects: TYPE1, covers: breaks('VFIO-016', 'VFIO-019') },
  // A look-up of 0, and a run that forgets where it began, show wherever frame 0 is mapped, replayed, unmapped or let go.
  {
    id: 'F-52, F-53',
    subjects: TYPE1,
    covers: breaks('VFIO-001', 'VFIO-002', 'VFIO-003', 'VFIO-020', 'VFIO-022', 'VFIO-024', 'VFIO-035'),
  },
  { id: 'F-54', subjects: TYPE1, covers: (found) => isReplay(found) && / for -22$/.test(found.effect) },
  { id: 'F-51, F-52, F-53', subjects: TYPE1, covers: (found) => isReplay(found) && callsDiffer(found) },
  {
    id: 'F-52, F-53',
    subjects: TYPE1,
    covers: ({ rule, ...found }) => rule === null && callsDiffer({ rule, ...found }),
  },
];
