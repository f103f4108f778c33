import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { CompileError } from '../compile';
import type { KernelObjects } from './kbuild';
import type { KernelProgram } from './kernel-program';
import { cpuidSites, missingSymbols } from './symbols';

/** Kernel code of ours follows the kernel's flags, but need not follow its warnings. */
const GLUE_WARNINGS = '-Wno-missing-prototypes -Wno-missing-declarations';
const USER_FLAGS = ['-D_GNU_SOURCE', '-std=gnu11', '-O2', '-g', '-Wall', '-Wextra', '-fno-pie', '-mstackrealign'];
/** Names with which the two halves know each other, and names that the linker makes. */
const OWN = /^(stand_|__start_|__stop_)/;

/**
 * Links kernel objects and our two halves to the program `out`, which appears only when whole. The kernel half is linked
 * by itself first, so that nothing of it can meet a libc function of the same name.
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
  mkdirSync(work, { recursive: true });
  const run = (tool: string, args: readonly string[]): string => runTool(name, kernel.directory, tool, args);
  const at = (file: string): string => join(work, file);
  const assemble = (file: string, text: string): string => {
    writeFileSync(at(`${file}.S`), text);
    run('gcc', ['-c', '-o', at(`${file}.o`), at(`${file}.S`)]);
    return at(`${file}.o`);
  };

  const glue = program.glue.map((file) => {
    const object = at(`kernel_${basename(file)}.o`);
    const include = `-I'${join(sources, 'kbuild/c/kernel')}'`;
    run('sh', ['-c', `${kernel.compile} ${GLUE_WARNINGS} ${include} -c -o '${object}' '${join(sources, file)}'`]);
    return object;
  });
  const expose = program.exposed.map((symbol) => `--globalize-symbol=${symbol}`);
  const objects = kernel.objects.map((object, i) => {
    run('objcopy', [...expose, object, at(`${i}.o`)]);
    return at(`${i}.o`);
  });
  run('ld', ['-r', '-z', 'noexecstack', '-o', at('partial.o'), ...objects, ...glue]);
  const undefinedSymbols = run('nm', ['-u', at('partial.o')])
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[1] ?? '')
    .filter((symbol) => symbol !== '' && !OWN.test(symbol));
  const missing = assemble('missing', missingSymbols(undefinedSymbols));
  run('ld', ['-r', '-z', 'noexecstack', '-o', at('whole.o'), at('partial.o'), missing]);
  run('objcopy', ['--wildcard', '--keep-global-symbol=stand_*', at('whole.o'), at('kernel.o')]);

  const user = readdirSync(join(sources, 'kbuild/c/user'))
    .filter((file) => file.endsWith('.c'))
    .map((file) => {
      run('gcc', [...USER_FLAGS, '-c', '-o', at(`user_${file}.o`), join(sources, 'kbuild/c/user', file)]);
      return at(`user_${file}.o`);
    });
  const link = (sites: readonly string[], to: string): string => {
    run('gcc', [
      '-no-pie',
      '-Wl,-z,noexecstack',
      '-o',
      to,
      ...user,
      at('kernel.o'),
      assemble('cpuid', cpuidSites(sites)),
    ]);
    return run('objdump', ['-d', '--no-show-raw-insn', to]);
  };
  // Twice: where the CPUID instructions lie is known only of a linked program. The list of them comes last.
  const sites = sitesIn(link([], at('first')));
  const second = sitesIn(link(sites, `${out}.new`));
  if (second.join() !== sites.join()) throw new CompileError(name, 'error: CPUID instructions moved between two links');
  renameSync(`${out}.new`, out);
}

const sitesIn = (disassembly: string): string[] =>
  [...disassembly.matchAll(/^\s*([0-9a-f]+):\s+cpuid\s*$/gm)].map(([, address]) => `0x${address!}`);

function runTool(name: string, cwd: string, tool: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new CompileError(name, stderr);
  return stdout;
}
