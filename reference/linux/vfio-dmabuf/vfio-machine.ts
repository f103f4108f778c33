import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, ImporterOp } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { Machine } from '../../../model/vocabulary/plain';
import { createInBoxDmaBuf, type InBoxDmaBuf } from '../../in-box/dma-buf';
import type { Fence, FenceUsage } from '../../in-box/dma-buf/objects/reservation';
import type { KernelProcess } from '../kbuild/process';
import { exportParts } from './export-parts';
import { importerParts } from './importer-parts';
import { KernelExporter } from './kernel-exporter';
import { mirror } from './mirror';
import { Roster } from './roster';
import { triggerParts } from './trigger-parts';

/** enum dma_resv_usage. */
const USAGES: readonly FenceUsage[] = ['kernel', 'write', 'read', 'bookkeep'];

/**
 * The dma-buf machine with the exporter in kernel code: the in-box machine around it has names, importers, tables, the DMA
 * API and iommufd. Every state that the exporter has is read from the kernel after each op.
 */
export class VfioMachine implements Machine<DmaBufOp, DmaBufOutcome, DmaBufView> {
  private readonly d: InBoxDmaBuf;
  private readonly kernel: KernelExporter;
  private readonly fences = new Roster<Fence>();

  constructor(process: KernelProcess, config: DmaBufConfig) {
    const kernel = (): KernelExporter => this.kernel;
    this.d = createInBoxDmaBuf(config, { ...exportParts(kernel), ...importerParts(kernel), ...triggerParts(kernel) });
    this.kernel = new KernelExporter(process, this.d);
    for (const device of this.d.devices) this.d.parts.open(device);
    mirror(this.d, this.kernel);
  }

  get view(): DmaBufView {
    return this.d.view;
  }

  step(op: DmaBufOp): DmaBufOutcome {
    const { d, kernel } = this;
    kernel.now = op;
    if (op.op === 'signalFence') this.signal(op.fence);
    const outcome = d.step(op);
    const isMade = outcome.end === 'returned' && outcome.value !== null;
    const value = isMade ? this.valueOf(op, outcome.value!) : outcome.value;
    mirror(d, kernel);
    return { ...outcome, value };
  }

  /** The process goes to another machine. */
  retire(): void {
    this.kernel.retire();
  }

  /** Before anybody who waits for it goes on. */
  private signal(name: string): void {
    const fence = this.d.fences.get(name);
    if (fence !== undefined) this.call('signalFence', 'signal', [this.fences.numberOf(fence)]);
  }

  /** What kernel code says to calls that the in-box machine answers by itself. */
  private valueOf(op: DmaBufOp, inBox: number): number {
    switch (op.op) {
      case 'pin':
      case 'unpin':
        return this.pin(op);
      case 'addFence': {
        const fence = this.d.fences.get(op.fence)!;
        const words = [this.numberOf(op.buf), this.fences.numberOf(fence), BigInt(USAGES.indexOf(op.usage))];
        return this.call('addFence', 'addFence', words);
      }
      case 'mmap':
        return this.call('mmap', 'mmap', [this.numberOf(op.buf)]);
      case 'suspend':
        return this.call('suspend', 'suspend', [BigInt(op.device)], op.device);
      default:
        return inBox;
    }
  }

  private pin({ attachment: name, op }: Extract<ImporterOp, { op: 'pin' | 'unpin' }>): number {
    const attachment = this.d.attachments.get(name)!;
    return this.call(op, op, [this.kernel.host.numberOf(attachment)]);
  }

  private numberOf(buf: string): bigint {
    return this.kernel.buffers.numberOf(this.d.bufs.get(buf)!);
  }

  private call(op: string, entry: string, words: readonly bigint[], device = 0): number {
    return this.kernel.value(op, this.d.devices[device]!, entry, words);
  }
}
