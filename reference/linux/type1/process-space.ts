import type { Area, AreaKind, AreaRun } from '../../../model/vocabulary/vfio-type1/area';

/** Bits of an area, as type1/c/space.c numbers them. */
const FLAG = { IO: 1, PFNMAP: 2, WRITABLE: 4, FSDAX: 8, OFF: 16, UNPOPULATED: 32 } as const;
const KIND_FLAGS: Readonly<Record<AreaKind, number>> = {
  memory: 0,
  fsdax: FLAG.FSDAX,
  io: FLAG.IO,
  pfnmap: FLAG.PFNMAP,
  ioPfnmap: FLAG.IO | FLAG.PFNMAP,
};
const PAGE = 4096n;

/** Pages whose frames lie `stride` apart, mapped by leaves of so many frames: one area of the kernel half. */
interface Stretch {
  readonly frame: number;
  readonly frames: number;
  readonly leaf: number;
  readonly stride: number;
}

/** Single pages at equal distances are one. */
function stretchesOf(runs: readonly AreaRun[]): readonly Stretch[] {
  const list: Stretch[] = [];
  for (const { frame, frames, leaf } of runs) {
    const last = list.at(-1);
    const distance = last === undefined ? 0 : frame - (last.frame + (last.frames - 1) * last.stride);
    const goesOn = last !== undefined && leaf === 1 && last.leaf === 1 && frames === 1 && distance > 1;
    if (goesOn && (last.frames === 1 || last.stride === distance))
      list[list.length - 1] = { ...last, frames: last.frames + 1, stride: distance };
    else list.push({ frame, frames, leaf, stride: 1 });
  }
  return list;
}

type SetArea = (...words: readonly bigint[]) => void;

/** Areas of the process. The kernel half has one for each of their stretches, by number. */
export class ProcessSpace {
  /** In address order. */
  areas: readonly Area[] = [];
  private readonly numbers = new Map<bigint, readonly number[]>();
  private readonly free: number[] = [];
  private used = 0;

  constructor(private readonly setArea: SetArea) {}

  /** False, and nothing done, where it would lie over another. */
  map(area: Area): boolean {
    if (this.areas.some((other) => area.start < endOf(other) && other.start < endOf(area))) return false;
    this.numbers.set(
      area.start,
      stretchesOf(area.runs).map(() => this.free.pop() ?? this.used++),
    );
    this.put(area);
    return true;
  }

  /** False where no area starts there. */
  unmap(start: bigint): boolean {
    const area = this.areas.find((other) => other.start === start);
    if (area === undefined) return false;
    for (const number of this.numbers.get(start)!) {
      this.setArea(BigInt(number), 0n, 0n, 0n, 0n, PAGE, 1n);
      this.free.push(number);
    }
    this.numbers.delete(start);
    this.areas = this.areas.filter((other) => other !== area);
    return true;
  }

  /** False where no area of a device starts there. */
  switchMemory(start: bigint, enabled: boolean): boolean {
    const area = this.areas.find((other) => other.start === start);
    if (area === undefined || (area.kind !== 'pfnmap' && area.kind !== 'ioPfnmap')) return false;
    this.put({ ...area, enabled });
    return true;
  }

  private put(area: Area): void {
    const numbers = this.numbers.get(area.start)!;
    const flags =
      KIND_FLAGS[area.kind] |
      (area.writable ? FLAG.WRITABLE : 0) |
      (area.enabled ? 0 : FLAG.OFF) |
      (area.populated ? 0 : FLAG.UNPOPULATED);
    let at = area.start;
    stretchesOf(area.runs).forEach(({ frame, frames, leaf, stride }, i) => {
      const [pages, first, distance] = [frames, frame, stride].map(BigInt) as [bigint, bigint, bigint];
      this.setArea(BigInt(numbers[i]!), at, pages, first, BigInt(flags), BigInt(leaf) * PAGE, distance);
      at += pages * PAGE;
    });
    this.areas = [...this.areas.filter(({ start }) => start !== area.start), area].sort((a, b) =>
      a.start < b.start ? -1 : 1,
    );
  }
}

const bytesOf = ({ frames }: AreaRun): bigint => BigInt(frames) * PAGE;
const endOf = ({ start, runs }: Area): bigint => runs.reduce((end, run) => end + bytesOf(run), start);
