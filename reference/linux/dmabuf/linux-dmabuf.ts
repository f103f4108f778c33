import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { Machine, MachineSubject } from '../../../model/vocabulary/plain';
import { createInBoxDmaBuf } from '../../in-box/dma-buf';
import { KernelProcess } from '../kbuild/process';
import { KernelMapping } from './kernel-mapping';

/** The judge runs a trace twice, one run an op behind the other; a relation rule runs two more. */
const ALIVE = 4;
/** The kernel is built for pages of 4 KiB. */
const KERNEL_PAGE_LG = 12;

/** A program that `npm run linux` has built, see programs.ts. */
interface Program {
  readonly name: string;
  /** The kernel's version. */
  readonly kernel: string;
  readonly path: string;
}

/**
 * drivers/dma-buf/dma-buf-mapping.c of a released kernel on the stand: it builds and frees the sg tables of the in-box
 * exporter, and works on the in-box DMA API. Only the pages of 4 KiB for which it was built are put to it; with larger
 * ones in-box works alone. Each machine has a process of its own; of those started only the last four can go on.
 */
export class LinuxDmaBuf implements MachineSubject<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView> {
  readonly name: string;
  readonly version: string;
  private readonly processes: KernelProcess[] = [];
  /** Who has the process in each place. */
  private readonly holders: KernelMapping[] = [];
  private started = 0;

  constructor(private readonly program: Program) {
    this.name = program.name;
    this.version = program.kernel;
  }

  /** @throws SubjectError if the program cannot be run */
  start(config: DmaBufConfig): Machine<DmaBufOp, DmaBufOutcome, DmaBufView> {
    if (config.pageLg !== KERNEL_PAGE_LG) return createInBoxDmaBuf(config);
    const slot = this.started++ % ALIVE;
    const process = (this.processes[slot] ??= new KernelProcess(this.program.path));
    this.holders[slot]?.retire();
    process.reset();
    const kernel = new KernelMapping(process);
    this.holders[slot] = kernel;
    return createInBoxDmaBuf(config, kernel.parts());
  }

  close(): void {
    for (const process of this.processes) process.close();
    this.processes.length = 0;
    for (const holder of this.holders) holder.retire();
  }
}
