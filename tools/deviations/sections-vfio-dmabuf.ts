import type { Section } from './sections';
import type { Found } from './verdict-file';

const VFIO_DMABUF = /^linux-7\.\d+-vfio-dmabuf$/;

/** A call returns where a revoke holds the lock that it would need for the last reference. */
const isNotHeldUp = ({ effect, rule }: Found): boolean => rule === null && /^returned for waits$/.test(effect);
/** Buffers that are live in low power, and what is told or waited for to make them so. */
const LIVE_IN_LOW_POWER = ['BUF-016', 'BUF-031', 'BUF-032'];
const RESTORES =
  /^(invalidate for nothing|blocked for returned|state of a dma-buf|waits for returned|value 0 for -19|events?)/;

/** Which finding of drivers/vfio/pci/vfio_pci_dmabuf.c is explained where; the first that covers it counts. */
export const SECTIONS_VFIO_DMABUF: readonly Section[] = [
  { id: 'F-61', subjects: VFIO_DMABUF, covers: isNotHeldUp },
  { id: 'F-60', subjects: VFIO_DMABUF, covers: ({ rule }) => rule !== null && LIVE_IN_LOW_POWER.includes(rule) },
  { id: 'F-60', subjects: VFIO_DMABUF, covers: ({ effect, rule }) => rule === null && RESTORES.test(effect) },
];
