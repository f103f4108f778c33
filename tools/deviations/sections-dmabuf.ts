import type { Section } from './sections';
import type { Found } from './verdict-file';

const DMABUF = /^linux-7\.\d+-dmabuf$/;

const breaks =
  (rule: string) =>
  (found: Found): boolean =>
    found.rule === rule;
/** True if ranges are unmapped in another way than they were mapped. */
const unmapsOtherwise = ({ effect, rule }: Found): boolean => rule === null && /^unmapPhys for /.test(effect);

/** Which finding of drivers/dma-buf/dma-buf-mapping.c is explained where; the first that covers it counts. */
export const SECTIONS_DMABUF: readonly Section[] = [
  { id: 'F-40', subjects: DMABUF, covers: breaks('BUF-043') },
  { id: 'F-41', subjects: DMABUF, covers: breaks('BUF-045') },
  {
    id: 'F-42',
    subjects: DMABUF,
    covers: ({ effect, rule }) => rule === 'BUF-046' && effect === 'memory of mapping code',
  },
  // Behind an earlier difference: what is left may be either.
  { id: 'F-41, F-42', subjects: DMABUF, covers: breaks('BUF-046') },
  { id: 'F-41, F-43, F-44', subjects: DMABUF, covers: breaks('BUF-047') },
  // A range in pieces may be undone on the way, too.
  { id: 'F-43, F-44', subjects: DMABUF, covers: (found) => found.op === 'map' && unmapsOtherwise(found) },
  { id: 'F-44', subjects: DMABUF, covers: unmapsOtherwise },
];
