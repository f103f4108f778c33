import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CompileError } from '../compile';
import type { KernelObjects } from './kbuild';
import type { KernelProgram } from './kernel-program';
import { cpuidSites, cpuidSitesIn, missingSymbols } from './symbols';

/** Kernel code of ours follows the kernel's flags, but need not follow its warnings. */
const GLUE_WARNINGS = '-Wno-missing-prototypes -Wno-missing-declarations';
const USER_FLAGS = ['-D_GNU_SOURCE', '-std=gnu11', '-O2', '-g', '-Wall', '-Wextra', '-fno-pie', '-mstackrealign'];
/** Names with which the two halves know each other, and names that the linker makes. */
const OWN = /^(stand_|__start_|__stop_)/;

/**
 * Links kernel objects and our two halves to the program `out`, which appears only when whole. `sources` is
 * reference/linux. The kernel half is linked by itself first, so that nothing of it can meet a libc function of the same name.
 * @throws CompileError
 */
export function linkProgram(
  program: KernelProgram,
  name: string,
  kernel: KernelObjects,
  sources: string,
  work: string,
  out: string,
): void {
  new Linker(program, name, kernel, sources, work).link(out);
}

class Linker {
  constructor(
    private readonly program: KernelProgram,
    private readonly name: string,
    private readonly kernel: KernelObjects,
    private readonly sources: string,
    private readonly work: string,
  ) {
    mkdirSync(work, { recursive: true });
  }

  link(out: string): void {
    const halves = [...this.compileUserHalf(), this.linkKernelHalf()];
    const link = (sites: readonly string[], to: string): readonly string[] => {
      const table = this.assemble('cpuid', cpuidSites(sites));
      this.run('gcc', ['-no-pie', '-Wl,-z,noexecstack', '-o', to, ...halves, table]);
      return cpuidSitesIn(this.run('objdump', ['-d', '--no-show-raw-insn', to]));
    };
    // Twice: where the CPUID instructions lie is known only of a linked program. The list of them comes last.
    const sites = link([], this.at('first'));
    const second = link(sites, `${out}.new`);
    if (second.join() !== sites.join())
      throw new CompileError(this.name, 'error: CPUID instructions moved between two links');
    renameSync(`${out}.new`, out);
  }

  /** Kernel objects, our glue, and a slot for each symbol that none of them defines; only our own names stay global. */
  private linkKernelHalf(): string {
    const wrapped = (this.program.wrapped ?? []).map((name) => `--wrap=${name}`);
    this.merge('partial.o', [...wrapped, ...this.exposeSymbols(), ...this.compileGlue()]);
    const undefinedSymbols = this.run('nm', ['-u', this.at('partial.o')])
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[1] ?? '')
      .filter((symbol) => symbol !== '' && !OWN.test(symbol));
    this.merge('whole.o', [this.at('partial.o'), this.assemble('missing', missingSymbols(undefinedSymbols))]);
    this.run('objcopy', ['--wildcard', '--keep-global-symbol=stand_*', this.at('whole.o'), this.at('kernel.o')]);
    return this.at('kernel.o');
  }

  /** Copies of the kernel's objects in which some static symbols are global. */
  private exposeSymbols(): string[] {
    const expose = this.program.exposed.map((symbol) => `--globalize-symbol=${symbol}`);
    return this.kernel.objects.map((object, i) => {
      this.run('objcopy', [...expose, object, this.at(`${i}.o`)]);
      return this.at(`${i}.o`);
    });
  }

  private compileGlue(): string[] {
    return this.program.glue.map((file) => {
      const object = this.at(`kernel_${basename(file)}.o`);
      const include = `-I'${join(this.sources, 'kbuild/c/kernel')}'`;
      const rest = `${GLUE_WARNINGS} ${include} -c -o '${object}' '${join(this.sources, file)}'`;
      this.run('sh', ['-c', `${this.kernel.compile} ${rest}`]);
      return object;
    });
  }

  private compileUserHalf(): string[] {
    const folder = join(this.sources, 'kbuild/c/user');
    return readdirSync(folder)
      .filter((file) => file.endsWith('.c'))
      .map((file) => {
        const object = this.at(`user_${file}.o`);
        this.run('gcc', [...USER_FLAGS, '-c', '-o', object, join(folder, file)]);
        return object;
      });
  }

  private merge(to: string, args: readonly string[]): void {
    this.run('ld', ['-r', '-z', 'noexecstack', '-o', this.at(to), ...args]);
  }

  private assemble(file: string, text: string): string {
    writeFileSync(this.at(`${file}.S`), text);
    this.run('gcc', ['-c', '-o', this.at(`${file}.o`), this.at(`${file}.S`)]);
    return this.at(`${file}.o`);
  }

  private at(file: string): string {
    return join(this.work, file);
  }

  private run(tool: string, args: readonly string[]): string {
    const options = { cwd: this.kernel.directory, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
    const { status, stdout, stderr, error } = spawnSync(tool, args, options);
    if (error !== undefined) throw error;
    if (status !== 0) throw new CompileError(this.name, stderr);
    return stdout;
  }
}
