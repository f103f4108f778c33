import { TraceFileError } from '../../properties/engine/trace-file';
import { findingText } from '../../reports/finding';
import { plural, wrap } from '../../reports/text';
import type { Door } from '../door';
import { ExitCode } from '../exit-code';
import { UsageError } from '../failure';
import { oneOf } from '../one-of';
import type { PlainStand } from './plain-stand';
import { standCalled } from './stands';

/** The stand that a trace file's text asks for; null where it is a page-table trace, or nothing that can be read. */
export function standOfTrace(text: string): PlainStand | null {
  try {
    const document = JSON.parse(text) as { readonly machine?: unknown } | null;
    return typeof document?.machine === 'string' ? standCalled(document.machine) : null;
  } catch {
    return null;
  }
}

/** Runs the trace in `text` again on `asked`, or on the subject that it names; tells each op, and what it breaks. */
export function replayPlain(
  stand: PlainStand,
  text: string,
  path: string,
  asked: string | undefined,
  { print, page }: Door,
): ExitCode {
  const trace = stand.parse(JSON.parse(text), path);
  const wanted = asked ?? trace.subject;
  if (wanted === undefined) throw new UsageError(`${path} names no subject; say which with --subject <name>`);
  const names = [...stand.subjects, ...stand.exhibits().map(({ name }) => `exhibit:${name}`)];
  const subject = oneOf(`subject of the ${stand.machine} machine`, wanted, names, '`iommu-conformance subjects`');
  const { steps, breaches } = replayed(stand, trace, subject, path);
  print(wrap(`${subject}: ${plural(steps.length, 'op')} on ${stand.telling.describeConfig(trace)}`, page.width));
  steps.forEach(({ op, outcome }, i) => {
    print(`\n${page.colors.bold(wrap(`${i}  ${op}`, page.width))}`);
    print(wrap(outcome, page.width, '     '));
  });
  for (const { rule, at, op, effect, reason } of breaches) {
    const origin = { seed: '', caseNumber: 0, originalOps: trace.ops.length };
    const counterexample = { trace, op: at, reason, entries: [], ...origin };
    const finding = { rule: rule?.id ?? null, op, effect, count: 0, known: false, counterexample };
    print(`\n${findingText(finding, rule, { ...stand.telling, file: null }, page)}`);
  }
  if (breaches.length > 0) return ExitCode.broken;
  print(`\n${page.colors.green('breaks no rule, and does what the model expects')}`);
  return ExitCode.held;
}

/** A trace whose ops make no sense together (a table that the configuration has not) is the file's fault. */
function replayed(stand: PlainStand, trace: ReturnType<PlainStand['parse']>, subject: string, path: string) {
  try {
    return stand.replay(trace, subject);
  } catch (error) {
    throw new TraceFileError(`${path}: the trace cannot be run (${(error as Error).message.split('\n')[0]!})`);
  }
}
