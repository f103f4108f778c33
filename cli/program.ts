import { Command } from 'commander';

import { COMMANDS } from './commands';
import type { Door } from './door';
import type { ExitCode } from './exit-code';
import { packageVersion } from './version';

const EXAMPLES = `
Examples:
  iommu-conformance start                              the suite judges itself: in-box and museum
  iommu-conformance check linux-7.2-amdv1              search for broken rules in released Linux code
  iommu-conformance check c:./mine.so --time 5m        a library of your own, for five minutes
  iommu-conformance check in-box --rule PT-032 --json  one rule, verdict as JSON
  iommu-conformance replay out/in-box/PT-032-map-1.json --step
  iommu-conformance explain PT-032

Exit codes: 0 all held, 1 a rule broken, 2 a wanted rule not reached, 64 usage, 70 harness fault,
125 cannot build, 130 interrupted.`;

/** The command line. A command's exit code goes to `end`; errors are thrown (see failure.ts). */
export function createProgram(door: Door, end: (exitCode: ExitCode) => void): Command {
  const program = new Command('iommu-conformance')
    .description('Judges implementations of AMD IOMMU page tables against an executable model, by search.')
    .version(packageVersion())
    .option('--debug', 'print the stack of a harness fault')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => door.print(text.trimEnd()),
      // One line: commander puts its suggestion on a second one.
      writeErr: (text) => door.note(text.trimEnd()),
      outputError: (text, write) =>
        write(
          `iommu-conformance: ${text
            .replace(/^error: /, '')
            .trim()
            .replace(/\n/g, ' ')}`,
        ),
    });
  for (const add of COMMANDS) add(program, door, end);
  return program;
}
