import type { DeviceIndex, Name } from '../../../../model/vocabulary/dma-buf/op';
import type { AreaPages } from './area';
import type { DmaBuf } from './dma-buf';
import type { Mapping } from './mapping';

/** What an importer is able to do, of which the exporter judges it. */
export interface ImporterOps {
  readonly peer2peer: boolean;
  /** It has an invalidate callback. */
  readonly revocable: boolean;
}

/** An importer's attachment to a buffer: of a device driver, or of iommufd's pages. */
export class Attachment {
  /** Live mappings, oldest first. */
  mappings: Mapping[] = [];
  /** iommufd's; null for a device driver. */
  pages: AreaPages | null = null;

  constructor(
    readonly name: Name,
    readonly buf: DmaBuf,
    readonly ops: ImporterOps,
    /** −1 for iommufd. */
    readonly importer: DeviceIndex,
  ) {}
}
