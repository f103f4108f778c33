import type { ByteOffset, IovaPage, Level, Log2Size, OaPage } from './units';

/** One logical mapping: one item of a table, or a group of replicated items (page-tables.md 0.2). */
export interface Leaf {
  readonly page: IovaPage;
  readonly lg: Log2Size;
  /** Level of the table that holds it. */
  readonly level: Level;
  /** Items that an entry of this size occupies. */
  readonly items: number;
  /** Items that really hold it with equal bits (the dirty bit aside). A healthy leaf has `found === items`. */
  readonly found: number;
  /** Page of the output address that the entry decodes to (C-bit and size code removed). */
  readonly oa: OaPage;
  /** Raw value of the first item, dirty bit cleared where the format tracks it (v1). */
  readonly lo: number;
  readonly hi: number;
  /** Number of items whose dirty bit is set (v1; 0 on v2, where the bit is pre-set). */
  readonly dirty: number;
}

/** One table below the top: where it hangs and the pointer to it. */
export interface TableRef {
  /** Level of the table itself. */
  readonly level: Level;
  /** First page of the span that it translates. */
  readonly page: IovaPage;
  /** Raw pointer in its parent (a level + 1 table); address bits removed where not reported. */
  readonly lo: number;
  readonly hi: number;
}

/** Kinds of effect, in the order in which they happened. Numbers are part of the wire format. */
export const EventKind = {
  /** The driver's iotlb_sync was called: [start, end] inclusive; `count` tables were on the free list. */
  sync: 1,
  /** A new top was published: `count` = its level; start page = 0. */
  top: 2,
  /** A dirty interval was reported: [start, end] inclusive. */
  dirty: 3,
  /** The driver's iotlb_sync_map was called: [start, end] inclusive. */
  syncMap: 4,
  /** State of the trace's gather after the op: [start, end] inclusive; `count` tables on its free list. */
  gather: 5,
  /** An invalidation command reached the hardware: [start, end] of the block it covers; `count` = 1 with walk caches. */
  command: 6,
  /** `count` table pages went back to the allocator. */
  freed: 7,
  /** `count` pages that are no tables went back to the allocator: always wrong. */
  strayFree: 8,
  /** io-pgtable: pages flushed by `amd_iommu_domain_flush_pages` [start, end] inclusive. page-tables.md 6.4. */
  flush: 9,
  /** Device-table entries rewritten and flushed for a new top (before it is published). */
  dteFlush: 10,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** One effect. Byte-granular interval [start, end], inclusive; an empty gather is start > end. */
export interface Event {
  readonly kind: EventKind;
  readonly count: number;
  readonly start: IovaPage;
  readonly startOffset: ByteOffset;
  readonly end: IovaPage;
  readonly endOffset: ByteOffset;
}

/** Bits of `Outcome.status`. The low byte counts warnings. */
export const Status = {
  warnings: 0xff,
  /** The subject called BUG. It is not run further. */
  bug: 0x100,
  /** A memory fault (SIGSEGV, SIGBUS) that the subject survived. It is not run further. */
  fault: 0x200,
  /** The op used up its work limit. The subject is not run further. */
  hang: 0x400,
} as const;

/** What one op did: the result, and the change. The model predicts it, a subject shows it. */
export interface Outcome {
  /** 0 or a negative errno; 0 for ops that return something else. */
  readonly ret: number;
  /**
   * 64-bit result: map, mapPages: the caller's counter `mapped` afterwards (it starts at MAPPED_SEED); unmap,
   * iommuUnmap: bytes removed; iommuMapSg: bytes mapped; iovaToPhys: the address; else 0.
   */
  readonly value: number;
  readonly valueOffset: ByteOffset;
  readonly status: number;
  /** Top level, live table pages (those on a gather's free list included), and allocations of this op. */
  readonly topLevel: Level;
  readonly liveTables: number;
  readonly allocations: number;
  readonly frees: number;
  /** `iova_to_phys` of the first and the last byte of the range after the op. */
  readonly firstPhys: OaPage;
  readonly firstPhysOffset: ByteOffset;
  readonly lastPhys: OaPage;
  readonly lastPhysOffset: ByteOffset;
  /** Leaves that were not there before, ascending. */
  readonly added: readonly Leaf[];
  /** Leaves that are gone, ascending. */
  readonly removed: readonly Leaf[];
  /** Leaves whose dirty bits changed (before and after), ascending. */
  readonly dirtied: readonly { readonly before: Leaf; readonly after: Leaf }[];
  readonly tablesAdded: readonly TableRef[];
  readonly tablesRemoved: readonly TableRef[];
  readonly events: readonly Event[];
}

/** Every `mapped` counter starts here, in pages, so that an op that overwrites it shows (PT-053). */
export const MAPPED_SEED = 7;
