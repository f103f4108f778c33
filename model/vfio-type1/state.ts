import type { Area, Frame, FrameSpan, Pages } from '../vocabulary/vfio-type1/area';
import type { DomainConfig, Type1Config } from '../vocabulary/vfio-type1/config';
import type { DomainIndex } from '../vocabulary/vfio-type1/op';

/**
 * What a page is to the container: pinned memory; a reserved frame (dma-mmio.md 5.2); or MMIO, a reserved frame behind
 * a VM_IO and VM_PFNMAP area (5.6, REQUIRED). A run, and a call of iommu_map, is of one class.
 */
export type PageClass = 'ram' | 'reserved' | 'mmio';

/** Pages in a row of a mapping that lead to frames in a row, all of one class. */
export interface Run extends FrameSpan {
  /** Number of its first IOVA page. */
  readonly page: number;
  readonly pageClass: PageClass;
}

/** A page that the mediated device has pinned. */
export interface MediatedPin {
  readonly frame: Frame;
  /** Reserved frames are not really pinned. */
  readonly ram: boolean;
  times: number;
}

/** An entry of the container. */
export interface Mapping {
  /** Number of its first IOVA page. */
  readonly page: number;
  readonly pages: Pages;
  readonly read: boolean;
  readonly write: boolean;
  /** Number of its first page in the process. */
  virtualPage: number;
  vaddrInvalid: boolean;
  /** What every attached domain maps, in IOVA order; null while it is only recorded. */
  runs: Run[] | null;
  /** Pages of RAM in its runs. */
  ramPages: Pages;
  /** By IOVA page. */
  readonly mediated: Map<number, MediatedPin>;
}

/** An attached domain. */
export interface Domain {
  readonly index: DomainIndex;
  readonly config: DomainConfig;
}

export interface Container {
  readonly config: Type1Config;
  /** The first of the list first. */
  domains: readonly Domain[];
  /** In IOVA order. */
  mappings: readonly Mapping[];
  /** In address order. */
  areas: readonly Area[];
}

export const lastPage = ({ page, pages }: Mapping): number => page + pages - 1;

/** A run more is mapped. */
export function addRun(mapping: Mapping, run: Run): void {
  (mapping.runs ??= []).push(run);
  if (run.pageClass === 'ram') mapping.ramPages += run.frames;
}

/** The mapping is only recorded from now on. */
export function dropRuns(mapping: Mapping): void {
  mapping.runs = null;
  mapping.ramPages = 0;
}

/** Pages of a mapping that are mapped so far. */
export function doneOf({ page, runs }: Mapping): Pages {
  const last = runs?.at(-1);
  return last === undefined ? 0 : last.page + last.frames - page;
}

/** Mappings that have a page of those from `first` to `last`, inclusive. */
export const mappingsWithin = ({ mappings }: Container, first: number, last: number): readonly Mapping[] =>
  mappings.filter((mapping) => mapping.page <= last && lastPage(mapping) >= first);
