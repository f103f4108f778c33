/** Kinds of host and guest, by how they keep memory from devices. dma-mmio.md 7.1. */
export const PLATFORMS = [
  'none',
  'sme-host',
  'sev-guest',
  'snp-vtom',
  'tdx',
  'realm',
  'pkvm',
  's390pv',
  'power-svm',
] as const;
export type PlatformKind = (typeof PLATFORMS)[number];

export interface Platform {
  readonly kind: PlatformKind;
  /** Number of the C-bit, of sme-host and sev-guest; 0 elsewhere. IOPTEs carry it on those two. */
  readonly cBit: number;
  /**
   * Width of the intermediate physical address of a realm; 0 elsewhere. The highest of its bits names the shared alias.
   */
  readonly ipaBits: number;
  /**
   * Asked by DMA_RELEASE 7.2 alone: a confidential guest has set forced bounce for all devices, as every guest of that
   * release does. False: to ask what a mapping would be without.
   */
  readonly guestForcesBounce: boolean;
}

/** True for the kinds that are confidential guests: all but none and sme-host. */
export const isGuest = (kind: PlatformKind): boolean => kind !== 'none' && kind !== 'sme-host';
