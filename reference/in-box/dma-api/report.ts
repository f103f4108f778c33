import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { isGuest } from '../../../model/vocabulary/dma-api/platform';
import type { InBoxDmaApi } from './in-box';
import { barAt, ramAt } from './memory';
import type { Entry } from './objects/mapping';
import type { MapRequest } from './objects/request';

/** MMIO that is memory, memory that is MMIO. dma-mmio.md 4.6. */
export function reportKind(d: InBoxDmaApi, { attrs, phys }: MapRequest): void {
  const isMmio = (attrs & DmaAttr.MMIO) !== 0;
  if (isMmio && ramAt(d.config, phys) !== null) d.report('mmioOnRam');
  if (!isMmio && barAt(d.devices, phys) !== null) d.report('ramOnMmio');
}

/** What DMA debugging, or a reader, would say of an entry that was mapped. dma-mmio.md 4.6, 7.2 R4, R11. */
export function reportEntry(d: InBoxDmaApi, { bounce, by, request, translated }: Entry): void {
  if (by === 'bus') return;
  reportKind(d, request);
  const ram = ramAt(d.config, request.phys);
  const isMmio = (request.attrs & DmaAttr.MMIO) !== 0;
  if (ram === null || isMmio || !isGuest(d.config.platform.kind) || translated || bounce !== null) return;
  const isShared = (request.attrs & DmaAttr.CC_SHARED) !== 0;
  if (isShared && !ram.shared) d.report('privateAsShared');
  if (!isShared && ram.shared) d.report('sharedAsPrivate');
}
