import type { HostConfig } from './config';

/** How an importer gets a BAR into its IO tables: dma-mmio.md 6 (iommufd), 5 (VFIO type1), 2 and 4.3 (a driver). */
export type ImportPath = 'iommufd' | 'type1' | 'dma-api';

/** A device of an importer, with an IO domain and a table of its own. Port 0 is open before the first op, others are not. */
export interface ImporterPort {
  /** It keeps translations itself: only a devTLB invalidation drops them. */
  readonly ats: boolean;
}

/**
 * Somebody whose devices are to reach BARs of others: an IOAS of iommufd, a container of VFIO type1, or a driver on the
 * DMA API, which has one port.
 */
export interface HostImporter {
  readonly path: ImportPath;
  readonly ports: readonly ImporterPort[];
  /** T of its requests; 1: its devices are trusted by `guest`. Type1 maps memory of the host: T=0 alone. */
  readonly t: 0 | 1;
  /** Index of a guest; means something at T=1. */
  readonly guest: number;
  /**
   * ACS sends its requests up to the IOMMU. False: a request whose address is that of a BAR goes there past the IOMMU, and
   * the DMA API hands out bus addresses (dma-mmio.md 3.2, 7.3). Bus addresses are system addresses here. T=1: true.
   */
  readonly acs: boolean;
}

/** Number of the first port of an importer, among those of all. */
export function firstPort({ importers }: Pick<HostConfig, 'importers'>, importer: number): number {
  let first = 0;
  for (let k = 0; k < importer; k++) first += importers[k]!.ports.length;
  return first;
}

/** Ports of all importers. */
export const portCount = (config: Pick<HostConfig, 'importers'>): number => firstPort(config, config.importers.length);
