import type { DeviceOp } from './device-op';
import type { IoasOp } from './ioas-op';

/**
 * Names of what a trace makes (dma-bufs, attachments, mappings, fences, areas). The op that makes a thing gives it its name;
 * each name is given once in a trace, whatever it names. Areas and attachments of drivers share the namespace too.
 */
export type Name = string;
/** Index of an exporter, or of an importer, in the configuration. */
export type DeviceIndex = number;

export type Direction = 'BIDIRECTIONAL' | 'TO_DEVICE' | 'FROM_DEVICE';

/** A step of an export that fails; rows of dma-mmio.md 1.2. Errnos are negative. */
export type ExportFault =
  /** A1, EIO. */
  | { readonly at: 'resume' }
  /** B9 and B12: ENOMEM. */
  | { readonly at: 'copy' | 'allocation' }
  /** B15: ENODEV. */
  | { readonly at: 'registration' }
  /** B16 and B17. */
  | { readonly at: 'create' | 'fd'; readonly errno: number };

/** VFIO_DEVICE_FEATURE with the number of dma-buf export. dma-mmio.md 1.1, 1.2. */
export interface ExportOp {
  readonly op: 'export';
  readonly buf: Name;
  readonly device: DeviceIndex;
  readonly argsz: number;
  readonly get: boolean;
  readonly set: boolean;
  readonly probe: boolean;
  /** Flag bits are set that are none of number, GET, SET and PROBE. */
  readonly otherFlags: boolean;
  readonly region: number;
  /** open(2) flags: not validated. */
  readonly openFlags: number;
  /** `flags` of the payload. */
  readonly flags: number;
  /** nr_ranges is their number. Unsigned 64-bit. */
  readonly ranges: readonly { readonly offset: bigint; readonly length: bigint }[];
  /** The first part of the user's memory that cannot be read: A2, B6, B9. */
  readonly unreadable: 'header' | 'payload' | 'ranges' | null;
  readonly fail: ExportFault | null;
}

/**
 * A step of a map that fails: dma-mmio.md 2.1, in the order object, map type, state, reservation, table, ranges, sync.
 * A fault at a step that the map does not come to changes nothing.
 */
export type MapFault =
  /** An allocation of the mapping code, ENOMEM: its own object, the IOVA state (not for BUS_ADDR), the sg table. */
  | { readonly at: 'object' | 'state' | 'table' }
  /** dma_iova_try_alloc finds no space, whatever there is: the map goes range by range. */
  | { readonly at: 'reservation' }
  /** dma_map_phys of the range with this index is refused. */
  | { readonly at: 'mapPhys'; readonly range: number }
  | { readonly at: 'link'; readonly range: number; readonly errno: number }
  | { readonly at: 'sync'; readonly errno: number };

/** What importers, and holders of the fd, do. dma-mmio.md 1.5. */
export type ImporterOp =
  | { readonly op: 'attach'; readonly attachment: Name; readonly buf: Name; readonly importer: DeviceIndex }
  /** Of an attachment without live mappings: with some, `absent`. */
  | { readonly op: 'detach'; readonly attachment: Name }
  | { readonly op: 'pin'; readonly attachment: Name }
  | { readonly op: 'unpin'; readonly attachment: Name }
  | {
      readonly op: 'map';
      readonly mapping: Name;
      readonly attachment: Name;
      readonly direction: Direction;
      readonly fail: MapFault | null;
    }
  | { readonly op: 'unmap'; readonly mapping: Name }
  /** Work that uses the buffer: a fence of its reservation object. A revoke waits for every usage. */
  | {
      readonly op: 'addFence';
      readonly fence: Name;
      readonly buf: Name;
      readonly usage: 'kernel' | 'write' | 'read' | 'bookkeep';
    }
  | { readonly op: 'signalFence'; readonly fence: Name }
  /** mmap of the dma-buf's fd. */
  | { readonly op: 'mmap'; readonly buf: Name }
  /** The fd is closed, once. Each attachment holds a reference of its own; the last one dropped frees the buffer. */
  | { readonly op: 'release'; readonly buf: Name };

/**
 * One op. An op that names what is not there (never made, gone, not open) or gives a name twice is not made: its outcome
 * ends with `absent`. attach, mapFile, mmap and release need the fd to be open. Export of a device that is not open is
 * the exception: A0.
 *
 * A call that needs a lock which a waiting call holds, having passed the checks before that, is not made: its outcome ends
 * with `waits`; an export has resumed its device by then (A1). Who holds and who needs which (dma-mmio.md 1.5, 1.6; Linux
 * vfio_pci_core.c, dma-buf.c):
 * - memory lock of a device: held by the call whose revoke or restore waits, by hotReset of all devices locked so far;
 *   needed by all of DeviceOp but open, remove, suspend and hotReset (which gets EBUSY at that device), by an export that
 *   passed B16, by the release, detach or unmapArea that drops the last reference of a LIVE or REVOKED buffer;
 * - reservation lock of a buffer: held while a revoke or restore waits for its fences; needed by map, unmap, pin, unpin,
 *   detach, addFence, unmapArea;
 * - lock of the set (`dev_set->lock`, Linux vfio group.c, vfio_pci_core.c): held by hotReset and close while they wait; needed
 *   by hotReset, open, close: open, last close and hot reset of a set come one after the other.
 */
export type DmaBufOp = ExportOp | ImporterOp | DeviceOp | IoasOp;
