/** Exhibits on what is left mapped (dma-mmio.md 5.5). */
import type { Type1Exhibit } from './exhibit';

export const othersStayMapped: Type1Exhibit = {
  name: 'others-stay-mapped',
  title: 'an unmap takes a mapping out of the first domain alone',
  source: 'dma-mmio.md 5.5, VFIO-035',
  rule: 'VFIO-035',
  parts: { unmapOthers: () => undefined },
};
