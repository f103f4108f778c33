import type { Area, Frame, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import { PAGE } from '../page';

/** A page of the process: its frame, and how much follows it in consecutive frames. */
export interface UserPage {
  readonly area: Area;
  readonly frame: Frame;
  /** To the end of its run, this page included. */
  readonly inRun: Pages;
  /** To the end of the leaf that maps it. */
  readonly inLeaf: Pages;
}

const framesOf = ({ runs }: Area): Pages => runs.reduce((sum, { frames }) => sum + frames, 0);
const endOf = (area: Area): bigint => area.start + BigInt(framesOf(area)) * PAGE;

/** The address space of the user, and what it has locked. */
export class Process {
  private areasInOrder: Area[];

  constructor(
    areas: readonly Area[],
    /** mm.locked_vm. */
    public lockedPages: Pages,
  ) {
    this.areasInOrder = [...areas];
  }

  get areas(): readonly Area[] {
    return this.areasInOrder;
  }

  areaFrom(start: bigint): Area | null {
    return this.areasInOrder.find((area) => area.start === start) ?? null;
  }

  /** Null: nothing is mapped there. */
  pageAt(vaddr: bigint): UserPage | null {
    const area = this.areasInOrder.find(({ start }, i) => start <= vaddr && vaddr < endOf(this.areasInOrder[i]!));
    if (area === undefined) return null;
    let offset = Number((vaddr - area.start) / PAGE);
    for (const { frame, frames, leaf } of area.runs) {
      if (offset < frames) {
        const at = frame + offset;
        return { area, frame: at, inRun: frames - offset, inLeaf: leaf - (at % leaf) };
      }
      offset -= frames;
    }
    return null;
  }

  /** False: there is one in the way. */
  add(area: Area): boolean {
    if (this.areasInOrder.some((other) => other.start < endOf(area) && area.start < endOf(other))) return false;
    this.areasInOrder = [...this.areasInOrder, area].sort((a, b) => (a.start < b.start ? -1 : 1));
    return true;
  }

  remove(area: Area): void {
    this.areasInOrder = this.areasInOrder.filter((other) => other !== area);
  }

  replace(area: Area, by: Area): void {
    this.areasInOrder = this.areasInOrder.map((other) => (other === area ? by : other));
  }
}
