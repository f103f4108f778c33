import { basename, dirname } from 'node:path';
import type { Subject } from '../../model/vocabulary';
import { shrink } from '../../properties/engine/shrink';
import type { TraceFile } from '../../properties/engine/trace-file';
import { allRules } from '../../properties/page-table/catalogue';
import type { Breach } from '../../properties/page-table/inspect';
import { Inspector } from '../../properties/page-table/inspect';
import { count, plural } from '../../reports/text';
import type { Door } from '../door';
import { ExitCode } from '../exit-code';
import { readTrace, subjectFor } from '../files';
import { positiveInteger } from '../options';
import { printBreaches } from '../replay-print';
import { pageTableRuleCalled } from '../rules';
import { onStand } from '../stand';
import { writeTrace } from '../trace-folder';
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
      return onStand(subjectFor(file, path, flags.subject), flags, async (subject) => {
        end(await shrinkOn(subject, file, path, flags, door));
      });
    });
};

async function shrinkOn(
  subject: Subject,
  file: TraceFile,
  path: string,
  flags: ShrinkFlags,
  door: Door,
): Promise<ExitCode> {
  const wanted = flags.rule ?? file.rule;
  const rule = wanted === undefined ? null : pageTableRuleCalled(wanted);
  const inspector = new Inspector(subject, allRules());
  const target = (await inspector.inspect(file.trace, 'all')).breaches.find((b) => rule === null || b.rule === rule);
  if (target === undefined) {
    const what = rule === null ? 'breaks no rule' : `does not break ${rule.id}`;
    door.print(`${path} ${what} on ${subject.capabilities.name}: nothing to shrink`);
    return ExitCode.held;
  }
  const same = (b: Breach): boolean => b.rule === target.rule && (b.rule !== null || b.effect === target.effect);
  const { trace, opsUsed, exhausted } = await shrink(
    file.trace,
    async (candidate) => (await inspector.inspect(candidate, 'all')).breaches.some(same),
    { budgetOps: flags.budget, afterOp: target.at },
  );
  const inspection = await inspector.inspect(trace, 'all');
  printBreaches(trace, { ...inspection, breaches: inspection.breaches.filter(same) }, door);
  const out = (flags.out ?? path.replace(/(\.json)?$/, '.small')).replace(/\.json$/, '');
  const origin = {
    subject: subject.capabilities.name,
    ...(file.profile === undefined ? {} : { profile: file.profile }),
    ...(target.rule === null ? {} : { rule: target.rule.id }),
  };
  const written = writeTrace(trace, dirname(out), basename(out), origin);
  door.print(
    `\n${plural(file.trace.ops.length, 'op')} shrunk to ${trace.ops.length} with ${count(opsUsed)} ops run` +
      `${exhausted ? ' (budget used up: --budget allows more)' : ''}: ${written}`,
  );
  return ExitCode.broken;
}
