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

type SetArea = (...words: readonly bigint[]) => void;

/** Areas of the process. The kernel half has one for each of their runs, by number. */
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
      area.runs.map(() => this.free.pop() ?? this.used++),
    );
    this.put(area);
    return true;
  }

  /** False where no area starts there. */
  unmap(start: bigint): boolean {
    const area = this.areas.find((other) => other.start === start);
    if (area === undefined) return false;
    for (const number of this.numbers.get(start)!) {
      this.setArea(BigInt(number), 0n, 0n, 0n, 0n, PAGE);
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
    area.runs.forEach((run, i) => {
      this.setArea(
        BigInt(numbers[i]!),
        at,
        BigInt(run.frames),
        BigInt(run.frame),
        BigInt(flags),
        BigInt(run.leaf) * PAGE,
      );
      at += bytesOf(run);
    });
    this.areas = [...this.areas.filter(({ start }) => start !== area.start), area].sort((a, b) =>
      a.start < b.start ? -1 : 1,
    );
  }
}

const bytesOf = ({ frames }: AreaRun): bigint => BigInt(frames) * PAGE;
const endOf = ({ start, runs }: Area): bigint => runs.reduce((end, run) => end + bytesOf(run), start);
