/** Page level as the kernel counts: 1 for 4K, 2 for 2M, 3 for 1G. */
export type PgLevel = 1 | 2 | 3;

/**
 * Calls of arch/x86/virt/svm/sev.c. `page` is a page frame number: any 64-bit value that a double holds exactly, as callers
 * may pass what a guest chose.
 */
export type SevOp =
  | { readonly op: 'lookup'; readonly page: number }
  | {
      readonly op: 'makePrivate';
      readonly page: number;
      /** Byte address. */
      readonly gpa: number;
      readonly level: PgLevel;
      readonly asid: number;
      readonly immutable: boolean;
      /** The split of the direct map that this call asks for fails with −ENOMEM. */
      readonly splitFails?: boolean;
    }
  | { readonly op: 'makeShared'; readonly page: number; readonly level: PgLevel; readonly splitFails?: boolean }
  | { readonly op: 'psmash'; readonly page: number }
  /** Puts pages on the list of those that are never given back; `dump` prints their entries. */
  | { readonly op: 'leak'; readonly page: number; readonly pages: number; readonly dump: boolean }
  /** Before a leak: the allocator gave out the 2^order pages from `page` on as one compound page. */
  | { readonly op: 'makeCompound'; readonly page: number; readonly order: number }
  /** Prints the entry behind a kernel address that maps `page` at `level`; null: it maps nothing. */
  | {
      readonly op: 'dump';
      readonly hva: number;
      readonly leaf: { readonly page: number; readonly level: PgLevel } | null;
    }
  /** SNP_INIT is about to run, or SNP_SHUTDOWN_EX has run. rmp.md 1.7. */
  | { readonly op: 'prepare' }
  | { readonly op: 'shutdown' };
