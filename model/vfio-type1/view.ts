import type { Area } from '../vocabulary/vfio-type1/area';
import type { IovaWindow } from '../vocabulary/vfio-type1/config';
import type { DomainIndex } from '../vocabulary/vfio-type1/op';
import type { IopteSpan, MappingView, PinnedSpan, Type1View } from '../vocabulary/vfio-type1/view';
import { lockedPages } from './locked';
import { bytesOf } from './pages';
import { pinnedSpans } from './pinned';
import type { Container } from './state';
import { pageSizesOf, windows } from './windows';

/** What can be seen of a container. Every attached domain maps the same. */
export class ContainerView implements Type1View {
  constructor(private readonly container: Container) {}

  get domains(): readonly DomainIndex[] {
    return this.container.domains.map(({ index }) => index);
  }

  get mappings(): readonly MappingView[] {
    return this.container.mappings.map(({ page, pages, virtualPage, read, write, vaddrInvalid }) => ({
      iova: bytesOf(page),
      bytes: bytesOf(pages),
      vaddr: bytesOf(virtualPage),
      read,
      write,
      vaddrInvalid,
    }));
  }

  iopteSpans(domain: DomainIndex): readonly IopteSpan[] {
    const { config, domains, mappings } = this.container;
    if (!domains.some(({ index }) => index === domain)) return [];
    const spans: IopteSpan[] = [];
    for (const { runs, read, write } of mappings) {
      for (const { page, frame, frames, pageClass } of runs ?? []) {
        // dma-mmio.md 5.7: the C-bit is set on memory alone.
        const cBit = config.cBit === null ? null : pageClass !== 'mmio';
        const span = {
          iova: bytesOf(page),
          paddr: bytesOf(frame),
          bytes: bytesOf(frames),
          read,
          write,
          cBit,
          raw: null,
        };
        const last = spans.at(-1);
        if (last !== undefined && continues(last, span)) {
          spans[spans.length - 1] = { ...last, bytes: last.bytes + span.bytes };
        } else spans.push(span);
      }
    }
    return spans;
  }

  get pinned(): readonly PinnedSpan[] {
    return pinnedSpans(this.container);
  }

  get lockedPages(): number {
    return lockedPages(this.container);
  }

  get mediatedPins(): readonly bigint[] {
    return this.container.mappings.flatMap(({ mediated }) =>
      [...mediated]
        .sort(([a], [b]) => a - b)
        .flatMap(([page, { times }]) => Array.from({ length: times }, () => bytesOf(page))),
    );
  }

  get entriesLeft(): number {
    return this.container.config.entryLimit - this.container.mappings.length;
  }

  get pageSizes(): bigint {
    return pageSizesOf(this.container);
  }

  get windows(): readonly IovaWindow[] {
    return windows(this.container);
  }

  get areas(): readonly Area[] {
    return this.container.areas;
  }
}

const continues = (last: IopteSpan, next: IopteSpan): boolean =>
  last.iova + last.bytes === next.iova &&
  last.paddr + last.bytes === next.paddr &&
  last.read === next.read &&
  last.write === next.write &&
  last.cBit === next.cBit;
