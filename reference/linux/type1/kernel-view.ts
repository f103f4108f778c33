import type { Area } from '../../../model/vocabulary/vfio-type1/area';
import type { IovaWindow, Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { DomainIndex } from '../../../model/vocabulary/vfio-type1/op';
import type { IopteSpan, MappingView, PinnedSpan, Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { FrameCounts } from './frame-counts';
import { spansOf } from './ioptes';
import type { KernelRun } from './kernel-run';
import type { Mappings } from './mappings';
import type { ProcessSpace } from './process-space';

const ALL = 2n ** 64n - 1n;
/**
 * Page sizes, bit k for 2^k bytes, that AMD v1 has whatever the size of the IOVA space: 4 KiB to 2^38. page-tables.md 3.2. Of
 * larger ones a domain has those that fit, and nothing that a container does depends on them: they are taken for had.
 */
const AMD_V1_SIZES = 0x7ffffff000n;
const LARGE_SIZES = ALL & ~0x7fffffffffn;

/** What the kernel says of itself between ops, and what follows from what it did. */
export class KernelView implements Type1View {
  /** What VFIO_IOMMU_GET_INFO says; asked once between two ops. */
  private info: Info | null = null;

  constructor(
    private readonly config: Type1Config,
    private readonly kernel: KernelRun,
    private readonly known: {
      readonly attached: readonly DomainIndex[];
      readonly mappings: Mappings;
      readonly frames: FrameCounts;
      readonly space: ProcessSpace;
      readonly mediatedPins: readonly bigint[];
    },
  ) {}

  /** Something has happened. */
  forget(): void {
    this.info = null;
  }

  get domains(): readonly DomainIndex[] {
    return [...this.known.attached];
  }

  get mappings(): readonly MappingView[] {
    return this.known.mappings.list;
  }

  get pinned(): readonly PinnedSpan[] {
    return this.known.frames.pinned;
  }

  get mediatedPins(): readonly bigint[] {
    return [...this.known.mediatedPins];
  }

  get areas(): readonly Area[] {
    return this.known.space.areas;
  }

  get lockedPages(): number {
    return this.ask().lockedPages;
  }

  get entriesLeft(): number {
    return this.ask().entriesLeft;
  }

  get pageSizes(): bigint {
    return this.ask().pageSizes;
  }

  get windows(): readonly IovaWindow[] {
    return this.ask().windows;
  }

  iopteSpans(domain: DomainIndex): readonly IopteSpan[] {
    if (!this.known.attached.includes(domain)) return [];
    return spansOf(this.kernel.ask('leaves', BigInt(domain)).host.leaves, this.config.cBit);
  }

  private ask(): Info {
    if (this.info !== null) return this.info;
    const { words, host } = this.kernel.ask('info');
    const [pageSizes, entriesLeft, lockedPages] = words;
    return (this.info = {
      pageSizes: (pageSizes! & AMD_V1_SIZES) | this.largeSizes(),
      entriesLeft: Number(entriesLeft),
      lockedPages: Number(lockedPages),
      windows: host.windows.length === 0 ? [{ first: 0n, last: ALL }] : joined(host.windows),
    });
  }

  private largeSizes(): bigint {
    const sizes = this.known.attached.map((domain) => this.config.domains[domain]!.pageSizes);
    return sizes.reduce((common, of) => common & of, LARGE_SIZES);
  }
}

interface Info {
  readonly pageSizes: bigint;
  readonly entriesLeft: number;
  readonly lockedPages: number;
  readonly windows: readonly IovaWindow[];
}

/** As few windows as there can be. */
function joined(windows: readonly IovaWindow[]): readonly IovaWindow[] {
  const list: IovaWindow[] = [];
  for (const window of windows) {
    const last = list.at(-1);
    if (last !== undefined && last.last + 1n === window.first)
      list[list.length - 1] = { first: last.first, last: window.last };
    else list.push(window);
  }
  return list;
}
