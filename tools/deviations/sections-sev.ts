import type { Section } from './sections';
import type { Found } from './verdict-file';

const SEV = /^linux-7\.\d+-sev$/;

const CONVERSIONS = ['makePrivate', 'makeShared'];
const isConversion = ({ op }: Found): boolean => CONVERSIONS.includes(op);
/** True if the call returned something, or hung, where −ENODEV was due. */
const withoutSnp = ({ effect }: Found): boolean => effect.endsWith(' for -19');

/** Which finding of arch/x86/virt/svm/sev.c is explained where; the first that covers it counts. */
export const SECTIONS_SEV: readonly Section[] = [
  { id: 'F-30', subjects: SEV, covers: (f) => isConversion(f) && f.rule === 'RMP-109' && f.effect === 'hung for ok' },
  { id: 'F-31', subjects: SEV, covers: ({ op, effect }) => op === 'leak' && effect === 'leak list' },
  { id: 'F-33', subjects: SEV, covers: withoutSnp },
  {
    id: 'F-32',
    subjects: SEV,
    covers: (f) => isConversion(f) && (f.effect === 'instructions' || f.effect === 'value 0 for -14'),
  },
  { id: 'F-34', subjects: SEV, covers: ({ op, effect }) => op === 'lookup' && effect === 'value 0 for -14' },
];
