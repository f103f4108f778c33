import { SECTIONS_6_12 } from './sections-6.12';
import { SECTIONS_7_2 } from './sections-7.2';
import { SECTIONS_DMABUF } from './sections-dmabuf';
import { SECTIONS_SEV } from './sections-sev';
import { SECTIONS_TYPE1 } from './sections-type1';
import { SECTIONS_VFIO_DMABUF } from './sections-vfio-dmabuf';

/** What docs/findings.md explains, of all kernels. */
export const SECTIONS = [
  ...SECTIONS_7_2,
  ...SECTIONS_6_12,
  ...SECTIONS_SEV,
  ...SECTIONS_DMABUF,
  ...SECTIONS_TYPE1,
  ...SECTIONS_VFIO_DMABUF,
];
