import type { Level, Log2Size } from '../../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from '../in-box';
import type { TablePages } from '../table-pages';
import type { SpaPage } from '../../../../model/vocabulary/rmp/entry';

/** The writers of tables, ioMap and its like: software, but raw words all the same. Encoders leave `lo`, `hi` in `d`. */
export interface MapperParts {
  readonly storesSizeV1: (lg: Log2Size) => boolean;
  readonly storesSizeV2: (lg: Log2Size) => boolean;
  readonly encodeLeafV1: (
    d: InBoxDeviceAccess,
    oa: number,
    lg: Log2Size,
    read: boolean,
    write: boolean,
    cBit: boolean,
  ) => void;
  readonly encodeLeafV2: (d: InBoxDeviceAccess, oa: number, lg: Log2Size, write: boolean, cBit: boolean) => void;
  readonly encodePointerV1: (d: InBoxDeviceAccess, level: Level, child: number) => void;
  readonly encodePointerV2: (d: InBoxDeviceAccess, child: number) => void;
  /** System page of the table of `level` that holds the item for `iova`, made where missing; −1: no page left. */
  readonly descend: (d: InBoxDeviceAccess, table: TablePages, iova: number, level: Level) => SpaPage;
  /** Clears every item of the leaf that item `index` of a table of `level` belongs to. */
  readonly clearLeaf: (d: InBoxDeviceAccess, table: TablePages, page: SpaPage, level: Level, index: number) => void;
  /** A new table below the empty item `index`: its system page. */
  readonly linkTable: (d: InBoxDeviceAccess, table: TablePages, page: SpaPage, level: Level, index: number) => SpaPage;
  /** Items that the v1 leaf with this raw value takes. */
  readonly itemsOfLeaf: (d: InBoxDeviceAccess, level: Level, lo: number, hi: number) => number;
  readonly acceptsLeaf: (table: TablePages, d: InBoxDeviceAccess, iova: number, oa: number, lg: Log2Size) => boolean;
  readonly mapLeaf: (
    d: InBoxDeviceAccess,
    table: TablePages,
    iova: number,
    oa: number,
    lg: Log2Size,
    read: boolean,
    write: boolean,
    cBit: boolean,
  ) => boolean;
  /** The leaf that covers `iova`, in `leafTable`, `leafLevel`, `leafIndex`, `leafLg`, `leafOa`; false: none. */
  readonly findLeaf: (d: InBoxDeviceAccess, table: TablePages, iova: number) => boolean;
  readonly unmapLeaf: (d: InBoxDeviceAccess, table: TablePages, iova: number) => Log2Size;
  /** Makes `pasid` lead to `root`. */
  readonly writeGcr3: (d: InBoxDeviceAccess, table: TablePages, pasid: number, root: number) => boolean;
  /** An RmpCode; −1: refused. */
  readonly psmashIo: (
    d: InBoxDeviceAccess,
    spa: SpaPage,
    isAligned: boolean,
    table: TablePages,
    iova: number,
  ) => number;
  /** The leaf that `findLeaf` found becomes 512 of 4K. */
  readonly splitLeaf: (d: InBoxDeviceAccess, table: TablePages) => void;
}
