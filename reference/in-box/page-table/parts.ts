import type { Domain } from './domain';
import type { CoreParts } from './parts/core';
import type { EntryParts, FormatParts, SizeParts } from './parts/entries';
import type { FlushParts } from './parts/flush';
import type { OldParts } from './parts/io-pgtable';
import type { Errno, GrowParts, MapParts, TableParts } from './parts/map';
import type { DirtyParts, LookupParts, UnmapParts } from './parts/unmap';

export type { CoreParts } from './parts/core';
export type { EntryParts, FormatParts, SizeParts } from './parts/entries';
export type { FlushParts } from './parts/flush';
export type { OldParts } from './parts/io-pgtable';
export type { Errno, GrowParts, MapCheckParts, MapParts, TableOrErrno, TableParts } from './parts/map';
export type { DirtyParts, LookupParts, UnmapParts } from './parts/unmap';

/** All parts of the in-box implementation. An exhibit replaces one; a replaced part may call `standardParts`. */
export interface Parts
  extends
    EntryParts,
    SizeParts,
    TableParts,
    MapParts,
    GrowParts,
    UnmapParts,
    LookupParts,
    DirtyParts,
    FlushParts,
    CoreParts,
    OldParts {}

/** Parts with what depends on them, computed once per subject. */
export interface BoundParts {
  readonly parts: Parts;
  readonly v1: FormatParts;
  readonly v2: FormatParts;
  readonly mapChecks: readonly ((d: Domain) => Errno)[];
}

export function bindParts(parts: Parts): BoundParts {
  return {
    parts,
    v1: {
      storesSize: parts.storesSizeV1,
      classify: parts.classifyV1,
      leafLg: parts.leafLgV1,
      leafOa: parts.leafOaV1,
      encodeLeaf: parts.encodeLeafV1,
      encodePointer: parts.encodePointerV1,
    },
    v2: {
      storesSize: parts.storesSizeV2,
      classify: parts.classifyV2,
      leafLg: parts.leafLgV2,
      leafOa: parts.leafOaV2,
      encodeLeaf: parts.encodeLeafV2,
      encodePointer: parts.encodePointerV2,
    },
    mapChecks: parts.mapOrder.map((name) => parts[name]),
  };
}
