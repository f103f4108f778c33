import { allRules } from '../../properties/page-table/catalogue';
import { Inspector } from '../../properties/page-table/inspect';
import { configText } from '../../reports/config-text';
import { plural, wrap } from '../../reports/text';
import { ExitCode } from '../exit-code';
import { readTrace, subjectFor } from '../files';
import { printBreaches, printSteps, treesAfterEach } from '../replay-print';
import { onStand } from '../stand';
import type { AddCommand } from './command';

interface ReplayFlags {
  readonly subject?: string;
  readonly step?: true;
  readonly inProcess?: true;
}

/** `replay <trace>`: run one trace again, op by op, and judge it by every rule. */
export const addReplay: AddCommand = (program, door, end) => {
  program
    .command('replay')
    .description('run one trace again and judge it by every rule')
    .argument('<trace>', 'a trace file')
    .option('--subject <name>', 'run it on another subject than the one that the file names')
    .option('--step', 'show the tables after every op, every entry decoded')
    .option('--in-process', 'load a C library into this process')
    .action((path: string, flags: ReplayFlags) => {
      const file = readTrace(path);
      const { trace } = file;
      return onStand(subjectFor(file, path, flags.subject), flags, async (subject) => {
        const { name, version } = subject.capabilities;
        door.print(
          wrap(`${name} ${version}: ${plural(trace.ops.length, 'op')} on ${configText(trace.config)}`, door.page.width),
        );
        const inspection = await new Inspector(subject, allRules()).inspect(trace, 'all');
        printSteps(trace, inspection, flags.step ? await treesAfterEach(subject, trace) : [], door);
        printBreaches(trace, inspection, door, file.rule);
        end(inspection.breaches.length > 0 ? ExitCode.broken : ExitCode.held);
      });
    });
};
