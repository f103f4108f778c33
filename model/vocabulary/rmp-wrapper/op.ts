import type { RmpOp } from '../rmp/op';

/** Page level as the kernel counts: 1 for 4K, 2 for 2M, 3 for 1G. */
export type PgLevel = 1 | 2 | 3;

interface Conversion {
  /** Page frame number. */
  readonly page: number;
  readonly level: PgLevel;
  /** The split of the direct map that this call asks for fails with −ENOMEM. */
  readonly splitFails: boolean;
}
/** Page to a guest: RMPUPDATE with assigned = 1. */
export interface MakePrivateOp extends Conversion {
  readonly op: 'makePrivate';
  /** Byte address. */
  readonly gpa: number;
  readonly asid: number;
  readonly immutable: boolean;
}
/** Page back to the host: RMPUPDATE with assigned = 0. */
export interface MakeSharedOp extends Conversion {
  readonly op: 'makeShared';
}

/**
 * Calls of a host kernel's RMP code (rmp.md 2.1, 2.2, 6). `page` is a page frame number: any that a double holds exactly,
 * as callers may pass what a guest chose.
 */
export type WrapperOp =
  | { readonly op: 'lookup'; readonly page: number }
  | MakePrivateOp
  | MakeSharedOp
  | { readonly op: 'psmash'; readonly page: number }
  /** Puts pages on the list of those that are never given back; `dump` prints their entries. */
  | { readonly op: 'leak'; readonly page: number; readonly pages: number; readonly dump: boolean }
  /** The allocator gives out the 2^order pages from `page` on as one compound page. */
  | { readonly op: 'makeCompound'; readonly page: number; readonly order: number }
  /** Prints the entry behind a kernel address that maps `page` at `level`; null: it maps nothing. */
  | {
      readonly op: 'dump';
      readonly hva: number;
      readonly leaf: { readonly page: number; readonly level: PgLevel } | null;
    }
  /** SNP_INIT is about to run, or SNP_SHUTDOWN_EX has run. rmp.md 1.7. */
  | { readonly op: 'prepare' }
  | { readonly op: 'shutdown' }
  /** What a guest, the firmware or another CPU does to the RMP meanwhile. */
  | { readonly op: 'elsewhere'; readonly rmp: RmpOp };
