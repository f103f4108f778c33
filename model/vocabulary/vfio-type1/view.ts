import type { Area, FrameSpan } from './area';
import type { IovaWindow } from './config';
import type { DomainIndex } from './op';

/** A mapping of the container. */
export interface MappingView {
  readonly iova: bigint;
  readonly bytes: bigint;
  readonly vaddr: bigint;
  readonly read: boolean;
  readonly write: boolean;
  readonly vaddrInvalid: boolean;
}

/**
 * IOPTEs that lead consecutive IOVAs to consecutive memory with the same bits, as many in a row as there are, whatever
 * sizes of leaf they are made of.
 */
export interface IopteSpan {
  readonly iova: bigint;
  readonly paddr: bigint;
  readonly bytes: bigint;
  readonly read: boolean;
  readonly write: boolean;
  /** C-bit of the leaves; null where memory encryption is off. */
  readonly cBit: boolean | null;
  /** The first leaf as it lies in memory, where the subject has such; never compared. */
  readonly raw: bigint | null;
}

/** Frames in a row, each pinned `pins` times. */
export interface PinnedSpan extends FrameSpan {
  readonly pins: number;
}

/**
 * What can be seen between ops. What is returned is a snapshot: later ops do not change it. A subject that cannot see
 * its mappings may keep them from the results that it gave.
 */
export interface Type1View {
  /** Attached domains, the first of the list first. */
  readonly domains: readonly DomainIndex[];
  /** In IOVA order. */
  readonly mappings: readonly MappingView[];
  /** Of an attached domain, in IOVA order; empty for another. */
  iopteSpans(domain: DomainIndex): readonly IopteSpan[];
  /** In frame order, as few spans as there can be. */
  readonly pinned: readonly PinnedSpan[];
  /**
   * mm.locked_vm: what was locked at the start, and each page of a mapping that is `ram` and pinned, once, whether by
   * the container, by the mediated device, or by both.
   */
  readonly lockedPages: number;
  /** IOVAs of the pages that the mediated device has pinned, in order, one for each time. */
  readonly mediatedPins: readonly bigint[];
  /** How many more mappings the container may have. */
  readonly entriesLeft: number;
  /**
   * Page sizes that all attached domains have, bit k for 2^k bytes; without domains all 64. Where they share one of
   * less than 4 KiB, 4 KiB stands for those.
   */
  readonly pageSizes: bigint;
  /** IOVAs that can be mapped, in order, as few windows as there can be; all 64 bits where no domain is attached. */
  readonly windows: readonly IovaWindow[];
  /** Areas of the process, in address order. */
  readonly areas: readonly Area[];
}
