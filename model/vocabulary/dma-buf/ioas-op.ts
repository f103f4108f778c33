import type { Name } from './op';

/** What the fd of IOAS_MAP_FILE is: a dma-buf of the trace, one of another driver, or not open. */
export type FileTarget =
  | { readonly kind: 'buf'; readonly buf: Name }
  | { readonly kind: 'foreign'; readonly bytes: bigint }
  | { readonly kind: 'none' };

/** iommufd: dma-mmio.md 6. Numbers are unsigned 64-bit. */
export type IoasOp =
  /**
   * IOAS_MAP_FILE at a fixed IOVA. `area` names the area and the attachment of its pages. `otherFlags`: unknown flag bits.
   * `badIoas`: no IOAS has the ID given.
   */
  | {
      readonly op: 'mapFile';
      readonly area: Name;
      readonly target: FileTarget;
      readonly start: bigint;
      readonly length: bigint;
      readonly iova: bigint;
      readonly read: boolean;
      readonly write: boolean;
      readonly otherFlags: boolean;
      readonly badIoas: boolean;
    }
  /**
   * IOAS_COPY of a whole area to another IOVA of the same IOAS: the copy shares pages and attachment, which go with the
   * last area. Checks and errnos as for mapFile, where they look at IOVA and length.
   */
  | { readonly op: 'copyArea'; readonly area: Name; readonly from: Name; readonly iova: bigint }
  /** IOAS_UNMAP. `part`: only a part of the area, natively (ENOENT) or by VFIO's compatible call, which splits (EOPNOTSUPP). */
  | { readonly op: 'unmapArea'; readonly area: Name; readonly part: 'native' | 'compatible' | null }
  | { readonly op: 'attachDomain'; readonly domain: number }
  | { readonly op: 'detachDomain'; readonly domain: number }
  /** The kernel itself pins, reads or writes the area. */
  | { readonly op: 'kernelAccess'; readonly area: Name };
