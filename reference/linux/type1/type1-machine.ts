import type { Machine } from '../../../model/vocabulary/plain';
import { Prot } from '../../../model/vocabulary/prot';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { DomainIndex, MapOp, Type1Fault, Type1Op, UnmapOp } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Event, Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { KernelProcess } from '../kbuild/process';
import { FrameCounts } from './frame-counts';
import { KernelRun } from './kernel-run';
import { KernelView } from './kernel-view';
import { Mappings } from './mappings';
import { ProcessSpace } from './process-space';

/** Flags of include/uapi/linux/vfio.h. */
const MAP = { READ: 1n, WRITE: 2n, VADDR: 4n } as const;
const UNMAP = { ALL: 2n, VADDR: 4n } as const;
/** A flag that neither call has. */
const OTHER_FLAG = 8n;
/** As type1/c/type1.c numbers them. */
const ARGUMENTS = ['ok', 'unreadable', 'small'] as const;

const NOT_MADE: Type1Outcome = { value: null, bytes: null, events: [] };
const DONE: Type1Outcome = { value: 0, bytes: null, events: [] };
const flag = (isSet: boolean, bit: bigint): bigint => (isSet ? bit : 0n);

/** A container of vfio_iommu_type1.c, and the process that uses it. */
export class Type1Machine implements Machine<Type1Op, Type1Outcome, Type1View> {
  readonly view: KernelView;
  /** First of the list first. */
  private readonly attached: DomainIndex[] = [];
  private readonly mappings = new Mappings();
  private readonly frames = new FrameCounts();
  private readonly mediatedPins: bigint[] = [];
  private readonly kernel: KernelRun;
  private readonly space: ProcessSpace;

  /** Boots. @throws Error where the kernel does not come to the end of it */
  constructor(
    process: KernelProcess,
    private readonly config: Type1Config,
  ) {
    const { attached, mappings, frames, mediatedPins } = this;
    const kernel = new KernelRun(process, (iova, bytes) => this.letGo(iova, bytes));
    const space = new ProcessSpace((...words) => void kernel.ask('area', ...words));
    this.kernel = kernel;
    this.space = space;
    this.view = new KernelView(config, kernel, { attached, mappings, frames, space, mediatedPins });
    kernel.boot(config);
    for (const area of config.areas) space.map(area);
  }

  /** Places of the WARNs so far. */
  get warnings(): readonly string[] {
    return this.kernel.warnings;
  }

  /** The process goes to another run. */
  retire(): void {
    this.kernel.retire();
  }

  /** @throws Error where kernel code does not come to its end: the trace is over */
  step(op: Type1Op): Type1Outcome {
    this.view.forget();
    switch (op.op) {
      case 'map':
        return this.map(op);
      case 'unmap':
        return this.unmap(op);
      case 'attach':
        return this.attach(op.domain, op.fail);
      case 'detach':
        return this.detach(op.domain, op.fail);
      case 'mmap':
        return this.space.map(op.area) ? DONE : NOT_MADE;
      case 'munmap':
        return this.space.unmap(op.start) ? DONE : NOT_MADE;
      case 'barMemory':
        return this.space.switchMemory(op.start, op.enabled) ? DONE : NOT_MADE;
      case 'pinPage':
        return this.pinPage(op.iova, op.write);
      case 'unpinPage':
        return this.unpinPage(op.iova);
    }
  }

  private map(op: MapOp): Type1Outcome {
    const { iova, vaddr, size, read, write } = op;
    const flags =
      flag(read, MAP.READ) | flag(write, MAP.WRITE) | flag(op.updateVaddr, MAP.VADDR) | flag(op.otherFlags, OTHER_FLAG);
    const words = [BigInt(ARGUMENTS.indexOf(op.argument)), flags, vaddr, iova, size];
    const { value, events } = this.run('map', words, op.fail);
    if (value === 0 && op.updateVaddr) this.mappings.change(iova, iova, { vaddr, vaddrInvalid: false });
    else if (value === 0) this.mappings.add({ iova, bytes: size, vaddr, read, write, vaddrInvalid: false });
    return { value, bytes: null, events };
  }

  private unmap(op: UnmapOp): Type1Outcome {
    const { iova, size, all } = op;
    const flags = flag(all, UNMAP.ALL) | flag(op.invalidateVaddr, UNMAP.VADDR) | flag(op.otherFlags, OTHER_FLAG);
    const words = [BigInt(ARGUMENTS.indexOf(op.argument)), flags, iova, size];
    const { value, results, events } = this.run('unmap', words, op.fail);
    if (value !== 0) return { value, bytes: null, events };
    const last = all ? 2n ** 64n - 1n : iova + size - 1n;
    if (op.invalidateVaddr) this.mappings.change(iova, last, { vaddrInvalid: true });
    else this.mappings.remove(iova, last);
    return { value, bytes: results[1]!, events };
  }

  private attach(domain: DomainIndex, fail: Type1Fault | null): Type1Outcome {
    if (this.attached.includes(domain)) return NOT_MADE;
    const { value, events } = this.run('attach', [BigInt(domain)], fail);
    // vfio_iommu_type1.c adds a new domain at the head of its list.
    if (value === 0) this.attached.unshift(domain);
    return { value, bytes: null, events };
  }

  private detach(domain: DomainIndex, fail: Type1Fault | null): Type1Outcome {
    const at = this.attached.indexOf(domain);
    if (at < 0) return NOT_MADE;
    const { events } = this.run('detach', [BigInt(domain)], fail);
    this.attached.splice(at, 1);
    if (this.attached.length === 0 && !this.config.mediated) this.mappings.remove(0n, 2n ** 64n - 1n);
    return { value: 0, bytes: null, events };
  }

  private pinPage(iova: bigint, write: boolean): Type1Outcome {
    if (!this.config.mediated) return NOT_MADE;
    const prot = BigInt(Prot.READ | (write ? Prot.WRITE : 0));
    const { value, events } = this.run('pinPage', [iova, prot], null);
    // One page was asked for: that many are pinned.
    if (value !== 1) return { value, bytes: null, events };
    this.mediatedPins.push(iova);
    this.mediatedPins.sort((a, b) => (a < b ? -1 : 1));
    return { value: 0, bytes: null, events };
  }

  private unpinPage(iova: bigint): Type1Outcome {
    const at = this.mediatedPins.indexOf(iova);
    if (at < 0) return NOT_MADE;
    this.mediatedPins.splice(at, 1);
    const { events } = this.run('unpinPage', [iova], null);
    return { value: 0, bytes: null, events };
  }

  /** What the mediated device does when it is told that a range goes. */
  private letGo(iova: bigint, bytes: bigint): bigint | null {
    const at = this.mediatedPins.findIndex((pin) => pin >= iova && pin < iova + bytes);
    return at < 0 ? null : this.mediatedPins.splice(at, 1)[0]!;
  }

  private run(
    entry: string,
    words: readonly bigint[],
    fault: Type1Fault | null,
  ): { readonly value: number; readonly results: readonly bigint[]; readonly events: readonly Type1Event[] } {
    const { words: results, host } = this.kernel.run(entry, words, fault, this.attached[0]);
    for (const event of host.events) {
      if (event.event === 'pin') this.frames.add(event.frame, event.frames, 1);
      if (event.event === 'unpin') this.frames.add(event.frame, event.frames, -1);
    }
    return { value: Number(BigInt.asIntN(64, results[0] ?? 0n)), results, events: host.events };
  }
}
