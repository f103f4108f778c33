/** Exhibits on the checks of a map (dma-mmio.md 5.1). */
import { Errno } from '../../../model/vocabulary/errno';
import { standardType1Parts } from '../../in-box/vfio-type1';
import type { Type1Exhibit } from './exhibit';

export const overlapIsEinval: Type1Exhibit = {
  name: 'overlap-is-einval',
  title: 'a map over another fails with EINVAL',
  source: 'dma-mmio.md VFIO-027',
  rule: 'VFIO-027',
  parts: { checkOverlap: (d, op) => (standardType1Parts.checkOverlap(d, op) === 0 ? 0 : Errno.EINVAL) },
};

export const windowBeforeBudget: Type1Exhibit = {
  name: 'window-before-budget',
  title: 'whether the IOVA can be mapped is asked before whether there may be one mapping more',
  source: 'dma-mmio.md VFIO-028',
  rule: 'VFIO-028',
  parts: { newMappingChecks: ['checkOverlap', 'checkWindow', 'checkBudget'] },
};

export const mapsWithoutRights: Type1Exhibit = {
  name: 'maps-without-rights',
  title: 'a map to neither read nor write is made',
  source: 'dma-mmio.md VFIO-029',
  rule: 'VFIO-029',
  parts: { checkRights: ({ read, updateVaddr, write }) => ((read || write) && updateVaddr ? Errno.EINVAL : 0) },
};

export const alignedToPages: Type1Exhibit = {
  name: 'aligned-to-pages',
  title: 'addresses and sizes are aligned to pages of the CPU, whatever the domains have',
  source: 'dma-mmio.md VFIO-030',
  rule: 'VFIO-030',
  parts: { alignment: () => 4096n },
};
