import type { RmpConfig } from '../rmp/config';
import type { GpaPage, SpaPage } from '../rmp/entry';

/**
 * One IO page table in simulated memory, built by `ioMap` ops or `poke`. Its pages are taken one after the other: page k
 * is called `address + k` in entries and lies at system page `spa + k`. A host table has address = spa; a guest's S1
 * table, and a GCR3 table, is called by guest pages. Page 0 is the root.
 */
export interface IoTable {
  /** `gcr3`: PASIDs lead to roots of S1 tables; written by the `gcr3` op. rmp.md 4.9. */
  readonly format: 'amdv1' | 'amdv2' | 'gcr3';
  /** Levels of the tree: v1 1 … 6, v2 4 or 5, gcr3 1 … 3. */
  readonly levels: number;
  readonly address: SpaPage | GpaPage;
  readonly spa: SpaPage;
  /** Pages it may take. */
  readonly pages: number;
}

/** Everything that decides what a device-access trace must do, besides its ops. */
export interface DeviceAccessConfig {
  readonly rmp: RmpConfig;
  readonly tables: readonly IoTable[];
  /** Devices are 0 … devices − 1; the number is the DeviceID. */
  readonly devices: number;
}
