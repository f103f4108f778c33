/** What kernel code did during one op, in its order. Addresses are byte addresses. */
export type WrapperEvent =
  /** An RMP instruction, with the code that it got. `times`: repeated so often in a row, all the same. */
  | {
      readonly event: 'rmpupdate';
      readonly spa: number;
      /** 16 bytes of the software format, rmp.md 1.3. */
      readonly state: Uint8Array;
      readonly code: number;
      readonly times: number;
    }
  | { readonly event: 'psmash'; readonly spa: number; readonly code: number }
  | { readonly event: 'rmpread'; readonly spa: number; readonly code: number }
  /** A read of physical memory that holds the entry of `page`, or, with null, the segment table or bookkeeping. */
  | { readonly event: 'entryRead'; readonly at: number; readonly page: number | null }
  /** A write of that memory: one store, or all of a range at once. */
  | { readonly event: 'store'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly event: 'fill'; readonly at: number; readonly bytes: number; readonly value: number }
  /** The direct map: at which level an address is mapped (0: not at all); a split into 4K leaves and its result. */
  | { readonly event: 'directMapLevel'; readonly spa: number; readonly level: number }
  | { readonly event: 'split'; readonly spa: number; readonly pages: number; readonly value: number }
  | { readonly event: 'print'; readonly level: number; readonly text: string }
  | { readonly event: 'warn'; readonly text: string }
  | { readonly event: 'dumpStack' }
  | { readonly event: 'wrmsr'; readonly msr: number; readonly value: bigint }
  | { readonly event: 'wbinvd' }
  /** Memory of the kernel's own, and views of physical memory; whether it was given. */
  | { readonly event: 'allocate'; readonly bytes: number; readonly given: boolean }
  | { readonly event: 'free' }
  | { readonly event: 'mapTable'; readonly at: number; readonly bytes: number; readonly given: boolean }
  | { readonly event: 'unmapTable'; readonly at: number }
  /** Locks that were still held when the call returned. */
  | { readonly event: 'locksHeld'; readonly count: number };

/** What one op gave. */
export interface WrapperOutcome {
  /**
   * `bug` a BUG; `fault` an access or instruction that it may not have; `hung` it does not return; `missing` it calls what is
   * not on the stand; `over`: an earlier op did not end with `ok`, this one was not run.
   */
  readonly end: 'ok' | 'bug' | 'fault' | 'hung' | 'missing' | 'over';
  /** Why it ended otherwise than `ok`; else empty. */
  readonly why: string;
  /** Return value, signed: a negative errno, or the code of PSMASH; null where there is none. */
  readonly value: number | null;
  /** A look-up's results; null where they were not written. */
  readonly assigned: boolean | null;
  readonly level: number | null;
  readonly events: readonly WrapperEvent[];
}

/** An outcome with the given fields, the others as for a call that returned nothing and did nothing. */
export const wrapperOutcome = (fields: Partial<WrapperOutcome> = {}): WrapperOutcome => ({
  end: fields.end ?? 'ok',
  why: fields.why ?? '',
  value: fields.value ?? null,
  assigned: fields.assigned ?? null,
  level: fields.level ?? null,
  events: fields.events ?? [],
});
