import { basename, dirname } from 'node:path';
import type { Trace } from '../../model/vocabulary';
import { formatTraceFile } from '../../properties/engine/trace-file';
import { shrink } from '../../properties/engine/shrink';
import { allRules } from '../../properties/page-table/catalogue';
import type { Breach } from '../../properties/page-table/inspect';
import { Inspector } from '../../properties/page-table/inspect';
import { count, plural } from '../../reports/text';
import { ExitCode } from '../exit-code';
import { readTrace, subjectFor } from '../files';
import { positiveInteger } from '../options';
import { printBreaches } from '../replay-print';
import { ruleCalled } from '../rules';
import { onStand } from '../stand';
import { writeIn } from '../trace-folder';
import type { AddCommand } from './command';

interface ShrinkFlags {
  readonly subject?: string;
  readonly rule?: string;
  readonly budget: number;
  readonly out?: string;
  readonly inProcess?: true;
}

const DEFAULT_BUDGET_OPS = 200_000;

/** `shrink <trace>`: the smallest trace that still breaks the same rule. */
export const addShrink: AddCommand = (program, door, end) => {
  program
    .command('shrink')
    .description('make a trace as small as it gets while it breaks the same rule')
    .argument('<trace>', 'a trace file')
    .option('--subject <name>', 'run it on another subject than the one that the file names')
    .option('--rule <ID>', 'the rule to keep broken (default: the one that the file names, else the first broken)')
    .option('--budget <ops>', 'ops to spend', positiveInteger, DEFAULT_BUDGET_OPS)
    .option('--out <file>', 'write the result here (default: <trace>.small.json)')
    .option('--in-process', 'load a C library into this process')
    .action((path: string, flags: ShrinkFlags) => {
      const file = readTrace(path);
      const wanted = flags.rule ?? file.rule;
      const rule = wanted === undefined ? null : ruleCalled(wanted);
      const name = subjectFor(file, path, flags.subject);
      return onStand(name, flags, async (subject) => {
        const inspector = new Inspector(subject, allRules());
        const inspect = (trace: Trace): ReturnType<Inspector['inspect']> => inspector.inspect(trace, true);
        const { breaches } = await inspect(file.trace);
        const target = breaches.find((breach) => rule === null || breach.rule === rule);
        if (target === undefined) {
          door.print(
            `${path} ${rule === null ? 'breaks no rule' : `does not break ${rule.id}`} on ${name}: nothing to shrink`,
          );
          end(ExitCode.held);
          return;
        }
        const same = (breach: Breach): boolean =>
          breach.rule === target.rule && (target.rule !== null || breach.effect === target.effect);
        const { trace, opsUsed, exhausted } = await shrink(
          file.trace,
          async (candidate) => (await inspect(candidate)).breaches.some(same),
          { budgetOps: flags.budget, afterOp: target.at },
        );
        const inspection = await inspect(trace);
        printBreaches(trace, { ...inspection, breaches: inspection.breaches.filter(same) }, door);
        const out = flags.out ?? `${path.replace(/\.json$/, '')}.small.json`;
        const text = formatTraceFile(trace, {
          subject: name,
          ...(file.profile === undefined ? {} : { profile: file.profile }),
          ...(target.rule === null ? {} : { rule: target.rule.id }),
        });
        const written = writeIn(dirname(out), basename(out), text);
        door.print(
          `\n${plural(file.trace.ops.length, 'op')} shrunk to ${trace.ops.length} with ${count(opsUsed)} ops run` +
            `${exhausted ? ' (budget used up: --budget allows more)' : ''}: ${written}`,
        );
        end(ExitCode.broken);
      });
    });
};
