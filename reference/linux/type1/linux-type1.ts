import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import { SubjectError } from '../../subject-error';
import { KernelProcess } from '../kbuild/process';
import { Type1Machine } from './type1-machine';

/** The judge runs a trace twice, one run an op behind the other; a relation rule runs two more. */
const ALIVE = 4;
/** Physical memory that the stand has room for, in frames (kbuild/c/user/memory.c). */
const MOST_FRAMES = 2 ** 28;

/** A program that `npm run linux` has built, see programs.ts. */
interface Program {
  readonly name: string;
  /** The kernel's version. */
  readonly kernel: string;
  readonly path: string;
}

/**
 * drivers/vfio/vfio_iommu_type1.c of a released kernel on the stand, over that kernel's own IOMMU core and AMD v1 tables.
 * Each machine has a process of its own; of those started only the last four can go on.
 */
export class LinuxType1 implements MachineSubject<Type1Config, Type1Op, Type1Outcome, Type1View> {
  readonly name: string;
  readonly version: string;
  private readonly processes: KernelProcess[] = [];
  /** Who has the process in each place. */
  private readonly holders: Type1Machine[] = [];
  private started = 0;

  constructor(private readonly program: Program) {
    this.name = program.name;
    this.version = program.kernel;
  }

  /** @throws SubjectError for a configuration that the stand does not have, or if the program cannot be run */
  start(config: Type1Config): Type1Machine {
    for (const { frame, frames } of config.memory)
      if (frame + frames > MOST_FRAMES) throw new SubjectError(`memory at frame ${frame}: it must be below 1 TiB`);
    const slot = this.started++ % ALIVE;
    const process = (this.processes[slot] ??= new KernelProcess(this.program.path));
    this.holders[slot]?.retire();
    process.reset();
    return (this.holders[slot] = new Type1Machine(process, config));
  }

  close(): void {
    for (const process of this.processes) process.close();
    this.processes.length = 0;
    for (const holder of this.holders) holder.retire();
  }
}
