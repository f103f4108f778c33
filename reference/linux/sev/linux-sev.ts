import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../../model/vocabulary/rmp-wrapper/op';
import type { RmpOracle } from '../../../model/vocabulary/rmp-wrapper/oracle';
import type { WrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../../model/vocabulary/rmp-wrapper/view';
import { SubjectError } from '../../subject-error';
import { KernelProcess } from '../kbuild/process';
import { SevHost } from './sev-host';
import { SevMachine } from './sev-machine';

/** The judge runs a trace twice, one run an op behind the other; a relation rule runs two more. */
const ALIVE = 4;
/** Physical memory that the stand has room for, in pages (kbuild/c/user/memory.c). */
const MOST_PAGES = 2 ** 28;

/** A program that `npm run linux` has built, see programs.ts. */
interface Program {
  readonly name: string;
  /** The kernel's version. */
  readonly kernel: string;
  readonly path: string;
}

/**
 * arch/x86/virt/svm/sev.c of a released kernel on the stand. Each machine has a process of its own; of those started only
 * the last four can go on.
 */
export class LinuxSev implements MachineSubject<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView> {
  readonly name: string;
  readonly version: string;
  private readonly processes: KernelProcess[] = [];
  /** Who has the process in each place. */
  private readonly holders: SevMachine[] = [];
  private started = 0;

  /** `oracleOf` makes the RMP on which the kernel's instructions work. */
  constructor(
    private readonly program: Program,
    private readonly oracleOf: (config: RmpConfig) => RmpOracle,
  ) {
    this.name = program.name;
    this.version = program.kernel;
  }

  /**
   * Boots: the kernel finds the RMP, and maps it.
   * @throws SubjectError for a configuration that the stand does not have, or if the program cannot be run
   */
  start(config: WrapperConfig): SevMachine {
    for (const { spa, pages } of config.ram)
      if (spa % 512 !== 0 || pages % 512 !== 0 || spa + pages > MOST_PAGES)
        throw new SubjectError(`RAM at page ${spa}: it must be whole 2 MiB regions below 1 TiB`);
    const slot = this.started++ % ALIVE;
    const process = (this.processes[slot] ??= new KernelProcess(this.program.path));
    this.holders[slot]?.retire();
    process.reset();
    return (this.holders[slot] = new SevMachine(process, config, new SevHost(config, this.oracleOf(config.rmp))));
  }

  close(): void {
    for (const process of this.processes) process.close();
    this.processes.length = 0;
    for (const holder of this.holders) holder.retire();
  }
}
