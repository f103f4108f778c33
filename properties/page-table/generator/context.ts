import type { PageTableMachine } from '../../../model/page-table';
import type {
  IovaPage,
  Log2Size,
  OaPage,
  Op,
  OpKind,
  PageCount,
  PageTableConfig,
  StateView,
} from '../../../model/vocabulary';
import { floorLog2, trailingZeros } from '../../../model/vocabulary/units';
import type { Draw } from '../../engine/draw';
import { ANCHORS, USUAL_LEAVES_PER_OP } from './bounds';
import { Ranges } from './ranges';
import { alignDown } from './align';

/** What the generator asks of the model. */
export type MachineState = Pick<PageTableMachine, 'view' | 'gather' | 'budget' | 'sizes'>;

/** One case while it is drawn: its configuration in numbers, the model's state, and what happened lately. */
export class CaseContext {
  draw!: Draw;
  config!: PageTableConfig;
  machine!: MachineState;
  /** Kinds that the subject has, by number. */
  readonly has: boolean[] = [];
  ioPgtable = false;
  /** The subject may be sent what could kill it. */
  hostile = false;

  /** Domain of the op being drawn, its state, and ranges of it that were mapped, or emptied, lately. */
  domain = 0;
  view!: StateView;
  live = new Ranges();
  holes = new Ranges();

  /** Pages of the device's address space, and of the output address space. */
  spacePages: PageCount = 0;
  oaPages: PageCount = 0;
  /** Pages below the C-bit (the bit's value as a page number); 0 without one. */
  cbitPages: PageCount = 0;
  /** Pages of the smallest and largest leaf of the domain; log2 of the same in bytes. */
  minPages: PageCount = 1;
  minLg: Log2Size = 12;
  /** Largest size of the bitmap that is at most 2^index bytes; 0 if there is none. */
  readonly sizeAtMost = new Uint8Array(65);
  sizes: readonly Log2Size[] = [];

  /** Sizes whose next smaller one is so much smaller that filling up to a boundary takes many leaves; descending. */
  wideSteps: readonly Log2Size[] = [];

  /** Places that the case returns to, and where its physical memory lies. */
  readonly anchors = new Float64Array(ANCHORS);
  readonly oaBases = new Float64Array(ANCHORS);
  /** The page after the last one mapped, on both sides: for ranges that are adjacent on purpose. */
  nextIova: IovaPage = 0;
  nextOa: OaPage = 0;
  /** The last map that did not succeed, for a retry; what it left mapped. */
  failed: Op | null = null;
  failedPages: PageCount = 0;
  /** Live leaves of all domains. */
  leaves = 0;
  /** Ops that follow what was just drawn, last first. */
  readonly followUps: Op[] = [];

  private readonly liveOf = [new Ranges(), new Ranges()];
  private readonly holesOf = [new Ranges(), new Ranges()];

  /** Forgets the case before. */
  begin(draw: Draw, config: PageTableConfig): void {
    this.draw = draw;
    this.config = config;
    this.ioPgtable = config.contract === 'io-pgtable';
    this.spacePages = 2 ** (config.vasz - 12);
    this.oaPages = 2 ** (config.oasz - 12);
    this.cbitPages = config.smeBit === null || config.smeBit >= config.oasz ? 0 : 2 ** (config.smeBit - 12);
    this.nextIova = this.nextOa = 0;
    this.failed = null;
    this.failedPages = this.leaves = this.followUps.length = 0;
    for (let domain = 0; domain < 2; domain++) {
      this.liveOf[domain]!.clear();
      this.holesOf[domain]!.clear();
    }
  }

  /** Takes the page sizes from the model of this case. */
  adopt(machine: MachineState): void {
    this.machine = machine;
    this.sizes = machine.sizes;
    // A domain without any size (PT-165) is asked for 4 KiB pages, which it refuses.
    this.minLg = this.sizes[0] ?? 12;
    this.minPages = 2 ** (this.minLg - 12);
    const narrow = floorLog2(USUAL_LEAVES_PER_OP);
    this.wideSteps = this.sizes.filter((lg, i) => i > 0 && lg - this.sizes[i - 1]! > narrow).toReversed();
    let next = 0;
    for (let lg = 0, size = 0; lg <= 64; lg++) {
      if (this.sizes[next] === lg) size = this.sizes[next++]!;
      this.sizeAtMost[lg] = size;
    }
  }

  /** Turns to the domain that the next op goes to. */
  enter(domain: number): void {
    this.domain = domain;
    this.view = this.machine.view(domain);
    this.live = this.liveOf[domain]!;
    this.holes = this.holesOf[domain]!;
  }

  /** True if the subject has ops of this kind. */
  can(kind: OpKind): boolean {
    return this.has[kind]!;
  }

  /** `page` rounded down to the smallest page of the domain. */
  floorMin(page: number): number {
    return this.minPages === 1 ? page : alignDown(page, this.minPages);
  }

  /** Largest leaf that a map of `pages` from `iova` to `oa` can use anywhere in its range (page-tables.md 3.2); 0: none. */
  largestLg(iova: IovaPage, oa: OaPage, pages: PageCount): Log2Size {
    return this.sizeAtMost[12 + Math.min(trailingZeros(Math.abs(iova - oa)), floorLog2(pages))]!;
  }

  /** Largest size to which `iova`, `oa` and `pages` are all aligned: what pgsize of one `map_pages` may be; 0: none. */
  commonLg(iova: IovaPage, oa: OaPage, pages: PageCount): Log2Size {
    return this.sizeAtMost[12 + Math.min(trailingZeros(iova), trailingZeros(oa), trailingZeros(pages))]!;
  }
}
