import type { Section } from './sections';
import type { Found } from './verdict-file';

const BOTH = /^linux-7\.\d+-/;
const V1 = /^linux-7\.\d+-amdv1$/;

const RUN_MAPS = ['map', 'mapPages', 'iommuMap'];
const MAPS = [...RUN_MAPS, 'iommuMapSg'];
const UNMAPS = ['unmap', 'iommuUnmap'];

const isSg = ({ op }: Found): boolean => op === 'iommuMapSg';
/** True if the op answered something else where `errno` was due. */
const insteadOf = ({ effect }: Found, errno: string): boolean =>
  effect.startsWith('ret(') && effect.includes(` for ${errno} `);

/** Which finding of Linux 7.2 is explained where; the first that covers it counts. */
export const SECTIONS_7_2: readonly Section[] = [
  { id: 'F-04', subjects: BOTH, covers: ({ op, effect }) => MAPS.includes(op) && effect === 'memory fault' },
  { id: 'F-04', subjects: BOTH, covers: (f) => MAPS.includes(f.op) && insteadOf(f, '-ENXIO') },
  { id: 'F-09', subjects: BOTH, covers: (f) => isSg(f) && /^events\((command, )?syncMap\)$/.test(f.effect) },
  { id: 'F-08', subjects: BOTH, covers: (f) => isSg(f) && insteadOf(f, '-EOVERFLOW') },
  { id: 'F-07', subjects: BOTH, covers: (f) => isSg(f) && f.effect === 'value(less)' },
  { id: 'F-07', subjects: BOTH, covers: (f) => isSg(f) && /^ret\(0 for -(EADDRINUSE|ENOMEM) /.test(f.effect) },
  { id: 'F-05', subjects: BOTH, covers: (f) => MAPS.includes(f.op) && insteadOf(f, '-ERANGE') },
  { id: 'F-05', subjects: BOTH, covers: ({ op, effect }) => RUN_MAPS.includes(op) && effect === 'tables' },
  { id: 'F-03', subjects: V1, covers: ({ op, effect }) => op === 'iovaToPhys' && effect.startsWith('value(') },
  { id: 'F-03', subjects: V1, covers: ({ effect }) => effect === 'translation' },
  {
    id: 'F-02, F-06',
    subjects: V1,
    covers: ({ op, effect }) => op === 'readAndClearDirty' && effect === 'events(dirty, gather)',
  },
  { id: 'F-02, F-06', subjects: V1, covers: (f) => f.op === 'readAndClearDirty' && /^events\(/.test(f.effect) },
  { id: 'F-01', subjects: BOTH, covers: ({ op, effect }) => UNMAPS.includes(op) && /^events\(|^tables$/.test(effect) },
];
