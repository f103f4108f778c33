/** Exhibits on which pages of the user can be mapped (dma-mmio.md 5.2). */
import { standardType1Parts } from '../../in-box/vfio-type1';
import type { Type1Exhibit } from './exhibit';

export const ramBehindPfnmap: Type1Exhibit = {
  name: 'ram-behind-pfnmap',
  title: 'RAM behind a VM_PFNMAP area that is not VM_IO is mapped without being pinned',
  source: 'dma-mmio.md VFIO-011, L12',
  rule: 'VFIO-011',
  parts: {
    isReserved: (d, frame, kind) => kind === 'pfnmap' || standardType1Parts.isReserved(d, frame, kind),
  },
};

export const followsVmIo: Type1Exhibit = {
  name: 'follows-vm-io',
  title: 'VM_IO is enough for an area to be looked up where GUP refuses it',
  source: 'dma-mmio.md VFIO-012',
  rule: 'VFIO-012',
  parts: { isFollowed: (kind) => kind === 'io' || standardType1Parts.isFollowed(kind) },
};

export const writesReadOnly: Type1Exhibit = {
  name: 'writes-read-only-bar',
  title: 'a BAR that the user may only read is mapped to be written',
  source: 'dma-mmio.md VFIO-013',
  rule: 'VFIO-013',
  parts: { isThere: ({ enabled }) => enabled },
};

export const staleFrames: Type1Exhibit = {
  name: 'stale-frames',
  title: 'the frames of a BAR are used while its memory is disabled',
  source: 'dma-mmio.md VFIO-014, BG93',
  rule: 'VFIO-014',
  parts: { isThere: ({ writable }, write) => writable || !write },
};
