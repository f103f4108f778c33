import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../c/build';
import { cpuidSites, cpuidSitesIn, missingSymbols } from '../symbols';

/** Links the user half with testing/half.c, in a directory of its own; returns the program. Needs gcc alone. */
export function buildHalf(): { directory: string; program: string } {
  const directory = mkdtempSync(join(tmpdir(), 'kernel-half-'));
  const here = join(packageRoot(), 'reference/linux/kbuild');
  const user = readdirSync(join(here, 'c/user'))
    .filter((file) => file.endsWith('.c'))
    .map((file) => join(here, 'c/user', file));
  const flags = ['-D_GNU_SOURCE', '-std=gnu11', '-O1', '-Wall', '-Wextra', '-fno-pie', '-no-pie', '-mstackrealign'];
  const program = join(directory, 'half');
  const link = (sites: readonly string[]): string => {
    writeFileSync(join(directory, 'missing.S'), missingSymbols(['absent_data', 'absent_function']));
    writeFileSync(join(directory, 'cpuid.S'), cpuidSites(sites));
    const generated = ['missing.S', 'cpuid.S'].map((file) => join(directory, file));
    execFileSync('gcc', [...flags, '-o', program, ...user, join(here, 'testing/half.c'), ...generated]);
    return execFileSync('objdump', ['-d', '--no-show-raw-insn', program], { encoding: 'utf8' });
  };
  link(cpuidSitesIn(link([])));
  return { directory, program };
}
