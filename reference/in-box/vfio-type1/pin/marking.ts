import { Prot } from '../../../../model/vocabulary/prot';
import type { MarkingParts, MmioMarking } from '../parts/marking';

/** By run: MMIO is what is reserved and behind a VM_IO and VM_PFNMAP area, and is not cached. dma-mmio.md 5.6, REQUIRED. */
export const markingByRun: MmioMarking = {
  classOf(d, kind, frame) {
    const isRam = d.config.assumptions.VFIO_RESERVED_RAM === 'memory' && d.memory.kindOf(frame) === 'reserved';
    return kind === 'ioPfnmap' && !isRam ? 'mmio' : 'reserved';
  },
  pinned: () => undefined,
  followed: () => undefined,
  ran: () => undefined,
  keepsApart: (a, b) => a !== b,
  markOf(d, _mapping, pageClass) {
    if (pageClass !== 'mmio') return Prot.CACHE;
    return d.config.assumptions.VFIO_MMIO_CACHE === 'kept' ? Prot.MMIO | Prot.CACHE : Prot.MMIO;
  },
  leafProt: (_d, _frame, prot) => prot,
};

export const markingParts: MarkingParts = { marking: markingByRun };
