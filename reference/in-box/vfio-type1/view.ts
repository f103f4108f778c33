import type { Area } from '../../../model/vocabulary/vfio-type1/area';
import type { IovaWindow } from '../../../model/vocabulary/vfio-type1/config';
import type { DomainIndex } from '../../../model/vocabulary/vfio-type1/op';
import type { IopteSpan, MappingView, PinnedSpan, Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { InBoxType1 } from './in-box';

/** What the objects hold, as they hold it: counts are counts that were kept, IOPTEs are read from the tables. */
export class InBoxType1View implements Type1View {
  constructor(private readonly d: InBoxType1) {}

  get domains(): readonly DomainIndex[] {
    return this.d.domains.map(({ index }) => index);
  }

  get mappings(): readonly MappingView[] {
    return this.d.mappings
      .all()
      .map(({ bytes, iova, read, vaddr, vaddrInvalid, write }) => ({ iova, bytes, vaddr, read, write, vaddrInvalid }));
  }

  iopteSpans(domain: DomainIndex): readonly IopteSpan[] {
    return this.d.domains.find(({ index }) => index === domain)?.spans ?? [];
  }

  get pinned(): readonly PinnedSpan[] {
    return this.d.memory.pinned;
  }

  get lockedPages(): number {
    return this.d.process.lockedPages;
  }

  get mediatedPins(): readonly bigint[] {
    return this.d.mappings
      .all()
      .flatMap(({ mediatedPins }) => [...mediatedPins].flatMap(([iova, { times }]) => Array<bigint>(times).fill(iova)))
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  get entriesLeft(): number {
    return this.d.entriesLeft;
  }

  get pageSizes(): bigint {
    return this.d.pageSizes;
  }

  get windows(): readonly IovaWindow[] {
    return this.d.parts.windowsOf(this.d.domains);
  }

  get areas(): readonly Area[] {
    return this.d.process.areas;
  }
}
