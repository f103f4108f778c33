import { allRules } from '../../properties/page-table/catalogue';
import { Inspector } from '../../properties/page-table/inspect';
import { configText } from '../../reports/config-text';
import { plural, wrap } from '../../reports/text';
import { ExitCode } from '../exit-code';
import { readText, subjectFor, traceIn } from '../files';
import { replayPlain, standOfTrace } from '../plain/replay';
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
      const text = readText(path, 'trace file');
      const stand = standOfTrace(text);
      if (stand !== null) return end(replayPlain(stand, text, path, flags.subject, door));
      const file = traceIn(text, path);
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
