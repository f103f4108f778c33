import type { Section } from './sections';
import type { Found } from './verdict-file';

const BOTH = /^linux-6\.12-/;
const V1 = /^linux-6\.12-amdv1$/;
const V2 = /^linux-6\.12-amdv2$/;

const MAPS = ['mapPages', 'iommuMap', 'iommuMapSg'];
const UNMAPS = ['unmap', 'iommuUnmap'];

const isMap = ({ op }: Found): boolean => MAPS.includes(op);
const isSg = ({ op }: Found): boolean => op === 'iommuMapSg';
const isRead = ({ op }: Found): boolean => op === 'readAndClearDirty';
/** True if entries differ in no other fields than these. */
const entriesIn = ({ effect }: Found, ...fields: string[]): boolean => {
  const named = /^entries\((.*)\)$/.exec(effect)?.[1]?.split(', ') ?? [];
  return named.length > 0 && named.every((field) => fields.includes(field));
};

/** Which finding of Linux 6.12 is explained where; the first that covers it counts. */
export const SECTIONS_6_12: readonly Section[] = [
  { id: 'F-26', subjects: V2, covers: (f) => isMap(f) && f.rule === 'PT-044' },
  { id: 'F-20', subjects: BOTH, covers: (f) => isMap(f) && entriesIn(f, 'C-bit') },
  { id: 'F-21', subjects: V1, covers: (f) => isMap(f) && entriesIn(f, 'reserved', 'U') },
  { id: 'F-20, F-21', subjects: V1, covers: (f) => isMap(f) && entriesIn(f, 'C-bit', 'reserved', 'U') },
  { id: 'F-24', subjects: V1, covers: (f) => isRead(f) && f.effect === 'does not return' },
  { id: 'F-23', subjects: V1, covers: (f) => isRead(f) && f.effect === 'events(gather)' },
  { id: 'F-22, F-23', subjects: V1, covers: (f) => isRead(f) && /^events\((dirty|dirty, gather)\)$/.test(f.effect) },
  { id: 'F-22', subjects: V1, covers: (f) => isRead(f) && entriesIn(f, 'D') },
  { id: 'F-22', subjects: V1, covers: ({ op, effect }) => op === 'iovaToPhys' && effect.startsWith('value(') },
  { id: 'F-22', subjects: V1, covers: ({ effect }) => effect === 'translation' },
  { id: 'F-25', subjects: V1, covers: ({ op, effect }) => UNMAPS.includes(op) && effect === 'entries(missing)' },
  {
    id: 'F-26',
    subjects: V2,
    covers: (f) => isMap(f) && (f.effect === 'memory fault' || f.effect.includes('strayFree')),
  },
  {
    id: 'F-27',
    subjects: V1,
    covers: ({ op, effect }) => (op === 'sync' || UNMAPS.includes(op)) && effect === 'events(command)',
  },
  { id: 'F-09', subjects: BOTH, covers: (f) => isMap(f) && /^events\((command, )?syncMap\)$/.test(f.effect) },
  { id: 'F-07', subjects: BOTH, covers: (f) => isSg(f) && f.effect === 'value(less)' },
  { id: 'F-07', subjects: BOTH, covers: (f) => isSg(f) && /^ret\(0 for -ENOMEM /.test(f.effect) },
];
