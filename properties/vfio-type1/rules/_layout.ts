import { areaAt, backingOf, memoryKind } from '../../../model/vfio-type1/memory';
import { pageOf } from '../../../model/vfio-type1/pages';
import type { PageClass, Run } from '../../../model/vfio-type1/state';
import type { Area, Frame } from '../../../model/vocabulary/vfio-type1/area';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { MapOp } from '../../../model/vocabulary/vfio-type1/op';
import type { MappingView } from '../../../model/vocabulary/vfio-type1/view';
import type { Type1Step } from '../rule';

/** Why a page cannot be fetched. dma-mmio.md 5.2. */
export type Refusal = 'hole' | 'fsdax' | 'VM_IO alone' | 'read-only' | 'memory off' | 'RAM behind VM_PFNMAP';

/**
 * What the pages of a range are: runs of one class, as long as they get, up to the first page that cannot be fetched.
 */
export interface Layout {
  readonly runs: readonly Run[];
  readonly refused: Refusal | null;
  /** The page that is refused lies in a VM_PFNMAP area. */
  readonly isPfnmap: boolean;
}

/** What a page of this area is to the container: its class, or why it cannot be fetched. */
function lookAt({ config }: Type1Step, area: Area, frame: Frame, write: boolean): PageClass | Refusal {
  const isReadOnly = write && !area.writable;
  switch (area.kind) {
    case 'memory':
      return isReadOnly ? 'read-only' : 'ram';
    case 'fsdax':
      return 'fsdax';
    case 'io':
      return 'VM_IO alone';
    default:
      if (!area.enabled) return 'memory off';
      if (isReadOnly) return 'read-only';
      if (memoryKind(config.memory, frame) === 'ram') return 'RAM behind VM_PFNMAP';
      return area.kind === 'ioPfnmap' && isMmio(config, frame) ? 'mmio' : 'reserved';
  }
}

const isMmio = ({ memory, assumptions }: Type1Config, frame: Frame): boolean =>
  memoryKind(memory, frame) === null || assumptions.VFIO_RESERVED_RAM === 'mmio';

const isClass = (found: PageClass | Refusal): found is PageClass =>
  found === 'ram' || found === 'reserved' || found === 'mmio';

/** What a mapping of the process is made of, by the areas before the op. */
export function layoutOf(
  step: Type1Step,
  { iova, vaddr, bytes, write }: Pick<MappingView, 'iova' | 'vaddr' | 'bytes' | 'write'>,
): Layout {
  const first = pageOf(iova);
  const pages = pageOf(bytes);
  const runs: { -readonly [K in keyof Run]: Run[K] }[] = [];
  let done = 0;
  while (done < pages) {
    const virtualPage = pageOf(vaddr) + done;
    const area = areaAt(step.before.areas, virtualPage);
    if (area === null) return { runs, refused: 'hole', isPfnmap: false };
    const { frame, frames } = backingOf(area, virtualPage);
    const found = lookAt(step, area, frame, write);
    if (!isClass(found)) return { runs, refused: found, isPfnmap: area.kind === 'pfnmap' || area.kind === 'ioPfnmap' };
    const some = Math.min(frames, pages - done);
    const last = runs.at(-1);
    if (last !== undefined && last.frame + last.frames === frame && last.pageClass === found) last.frames += some;
    else runs.push({ page: first + done, frame, frames: some, pageClass: found });
    done += some;
  }
  return { runs, refused: null, isPfnmap: false };
}

const LAYOUTS = new WeakMap<Type1Step, Layout>();

/** What a map asks for; looked at once for all rules. */
export function layoutOfMap(step: Type1Step): Layout {
  const known = LAYOUTS.get(step);
  if (known !== undefined) return known;
  const { iova, vaddr, size, write } = step.op as MapOp;
  const layout = layoutOf(step, { iova, vaddr, bytes: size, write });
  LAYOUTS.set(step, layout);
  return layout;
}

export const pagesOfClass = ({ runs }: Layout, pageClass: PageClass): number =>
  runs.reduce((pages, run) => pages + (run.pageClass === pageClass ? run.frames : 0), 0);
