/** Rules on pages that cannot be fetched: dma-mmio.md 5.2. */
import { Errno, errnoText } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { Type1Step, Type1StepRule } from '../rule';
import { layoutOfMap, pagesOfClass, type Layout } from './_layout';
import { mapOf, isAdmitted, isFaulty, takesPages } from './_request';
import { SOURCE, STEP, type Said } from './_rule';

/** A map that nothing fails but the page that cannot be fetched: no injected fault, no limit before it. */
function layoutOfRefused(step: Type1Step): Layout | null {
  const { before, config, op } = step;
  if (before.domains.length === 0 || mapOf(step).updateVaddr || isFaulty(op)) return null;
  if (!takesPages(step) || !isAdmitted(step)) return null;
  const layout = layoutOfMap(step);
  if (layout.refused === null) return null;
  const hasRoom = config.capIpcLock || before.lockedPages + pagesOfClass(layout, 'ram') <= config.lockLimit;
  return hasRoom ? layout : null;
}

const refusal = (said: Said, isMeant: (layout: Layout) => boolean): Type1StepRule => ({
  ...STEP,
  ...said,
  on: ['map'],
  check(step) {
    const layout = layoutOfRefused(step);
    return layout === null || !isMeant(layout) ? NOT_EXERCISED : must(step.outcome.value === Errno.EFAULT);
  },
  explain: ({ outcome }) => `the map returned ${outcome.value === null ? 'nothing' : errnoText(outcome.value)}`,
});

export const VFIO_011 = refusal(
  {
    id: 'VFIO-011',
    title: 'RAM behind VM_PFNMAP is refused',
    statement: 'A map with a page of RAM behind a VM_PFNMAP area fails with EFAULT.',
    source: SOURCE.fetch,
    why: 'Nothing holds such a page: it is freed and used again while the device writes to it.',
    example: 'The page is mapped without a reference.',
  },
  ({ refused }) => refused === 'RAM behind VM_PFNMAP',
);

export const VFIO_012 = refusal(
  {
    id: 'VFIO-012',
    title: 'VM_IO alone is refused',
    statement: 'A map with a page of an area that is VM_IO and not VM_PFNMAP fails with EFAULT.',
    source: SOURCE.fetch,
    why: 'What is behind it has no frame that would stay: the driver may take it back at any time.',
    example: 'VM_IO is taken for VM_PFNMAP.',
  },
  ({ refused }) => refused === 'VM_IO alone',
);

export const VFIO_013 = refusal(
  {
    id: 'VFIO-013',
    title: 'read-only frames are not mapped to write',
    statement: 'A map with WRITE of a page that the process may only read, behind a VM_PFNMAP area, fails with EFAULT.',
    source: SOURCE.fetch,
    why: 'Through a device the process would write what it must not.',
    example: 'The rights of the page are not looked at.',
  },
  ({ refused, isPfnmap }) => refused === 'read-only' && isPfnmap,
);

export const VFIO_014 = refusal(
  {
    id: 'VFIO-014',
    title: 'a BAR whose memory is off is refused',
    statement: 'A map with a page of a BAR whose memory is disabled fails with EFAULT.',
    source: 'dma-mmio.md 5.2; Linux vfio_pci_core.c (fault)',
    why: 'An access to it is an unsupported request, which takes some hosts down.',
    example: 'The frame of the last fault is mapped.',
  },
  ({ refused }) => refused === 'memory off',
);
