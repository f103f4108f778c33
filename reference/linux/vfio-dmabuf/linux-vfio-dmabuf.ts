import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { Machine, MachineSubject } from '../../../model/vocabulary/plain';
import { createInBoxDmaBuf } from '../../in-box/dma-buf';
import { KernelProcess } from '../kbuild/process';
import { VfioMachine } from './vfio-machine';

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
 * The exporter of a released kernel on the stand: vfio_pci_dmabuf.c with the driver around it and the core of dma-buf. Only
 * configurations for which it was built are put to it: pages of 4 KiB, dma-buf and P2PDMA; with others in-box works
 * alone. Each machine has a process of its own; of those started only the last four can go on.
 */
export class LinuxVfioDmaBuf implements MachineSubject<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView> {
  readonly name: string;
  readonly version: string;
  private readonly processes: KernelProcess[] = [];
  /** Who has the process in each place. */
  private readonly holders: VfioMachine[] = [];
  private started = 0;

  constructor(private readonly program: Program) {
    this.name = program.name;
    this.version = program.kernel;
  }

  /** @throws SubjectError if the program cannot be run */
  start(config: DmaBufConfig): Machine<DmaBufOp, DmaBufOutcome, DmaBufView> {
    if (config.pageLg !== KERNEL_PAGE_LG || !config.hasDmaBuf) return createInBoxDmaBuf(config);
    const slot = this.started++ % ALIVE;
    const process = (this.processes[slot] ??= new KernelProcess(this.program.path));
    this.holders[slot]?.retire();
    process.reset();
    return (this.holders[slot] = new VfioMachine(process, config));
  }

  close(): void {
    for (const process of this.processes) process.close();
    this.processes.length = 0;
    for (const holder of this.holders) holder.retire();
  }
}
