import type { Area, Frame, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import { bytesOf, pagesOf } from '../page';

/** A page of the process: its frame, and how much follows it in consecutive frames. */
export interface UserPage {
  readonly area: Area;
  readonly frame: Frame;
  /** To the end of its run, this page included. */
  readonly inRun: Pages;
  /** To the end of the leaf that maps it. */
  readonly inLeaf: Pages;
}

/** An area with what is asked for at each page. */
interface Vma {
  readonly area: Area;
  /** The first address behind it. */
  readonly end: bigint;
  /** First page of each run, from the start of the area. */
  readonly firsts: readonly Pages[];
}

function vmaOf(area: Area): Vma {
  let pages = 0;
  const firsts = area.runs.map(({ frames }) => (pages += frames) - frames);
  return { area, end: area.start + bytesOf(pages), firsts };
}

/** The address space of the user, and what it has locked. */
export class Process {
  /** In address order. */
  private vmas: readonly Vma[];

  constructor(
    areas: readonly Area[],
    /** mm.locked_vm. */
    public lockedPages: Pages,
  ) {
    this.vmas = areas.map(vmaOf);
  }

  get areas(): readonly Area[] {
    return this.vmas.map(({ area }) => area);
  }

  areaFrom(start: bigint): Area | null {
    return this.areas.find((area) => area.start === start) ?? null;
  }

  /** Null: nothing is mapped there. */
  pageAt(vaddr: bigint): UserPage | null {
    for (const vma of this.vmas) if (vma.area.start <= vaddr && vaddr < vma.end) return pageOf(vma, vaddr);
    return null;
  }

  /** False: there is one in the way. */
  add(area: Area): boolean {
    const vma = vmaOf(area);
    if (this.vmas.some((other) => other.area.start < vma.end && area.start < other.end)) return false;
    this.vmas = [...this.vmas, vma].sort((a, b) => (a.area.start < b.area.start ? -1 : 1));
    return true;
  }

  remove(area: Area): void {
    this.vmas = this.vmas.filter((vma) => vma.area !== area);
  }

  replace(area: Area, by: Area): void {
    this.vmas = this.vmas.map((vma) => (vma.area === area ? vmaOf(by) : vma));
  }
}

/** The page at an address of an area. */
function pageOf({ area, firsts }: Vma, vaddr: bigint): UserPage {
  const page = pagesOf(vaddr - area.start);
  let low = 0;
  let high = firsts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (firsts[middle]! <= page) low = middle;
    else high = middle;
  }
  const { frame, frames, leaf } = area.runs[low]!;
  const into = page - firsts[low]!;
  return { area, frame: frame + into, inRun: frames - into, inLeaf: leaf - ((frame + into) % leaf) };
}
