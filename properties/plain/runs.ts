import type { MachineSubject } from '../../model/vocabulary/plain';
import type { Run } from './step';

interface Kept<Config, Op, Outcome, View> {
  readonly subject: MachineSubject<Config, Op, Outcome, View>;
  readonly config: Config;
  readonly ops: readonly Op[];
  /** Null where the subject threw. */
  readonly run: Run<Config, Op, Outcome, View> | null;
}

/**
 * Runs of one case. Its relation rules ask for the same few: the case itself, which was run to be judged, and traces
 * that several rules derive from it alike. The same objects are the same trace.
 */
export class RunsOfCase<Config, Op, Outcome, View> {
  private readonly kept: Kept<Config, Op, Outcome, View>[] = [];

  /** A case was run: the runs of the one before it are forgotten. */
  begin(subject: MachineSubject<Config, Op, Outcome, View>, run: Run<Config, Op, Outcome, View>): void {
    this.kept.length = 0;
    this.kept.push({ subject, config: run.config, ops: run.ops, run });
  }

  /** The run of the case; makes it where another one was run last. Null where the subject threw. */
  base(
    subject: MachineSubject<Config, Op, Outcome, View>,
    config: Config,
    ops: readonly Op[],
  ): Run<Config, Op, Outcome, View> | null {
    const [first] = this.kept;
    if (first?.subject === subject && first.config === config && first.ops === ops) return first.run;
    const run = runTrace(subject, config, ops);
    if (run !== null) this.begin(subject, run);
    return run;
  }

  /** The run of a trace that was derived from the case. Null where the subject threw. */
  derived(
    subject: MachineSubject<Config, Op, Outcome, View>,
    config: Config,
    ops: readonly Op[],
  ): Run<Config, Op, Outcome, View> | null {
    for (const known of this.kept)
      if (known.subject === subject && known.config === config && known.ops === ops) return known.run;
    const run = runTrace(subject, config, ops);
    this.kept.push({ subject, config, ops, run });
    return run;
  }
}

function runTrace<Config, Op, Outcome, View>(
  subject: MachineSubject<Config, Op, Outcome, View>,
  config: Config,
  ops: readonly Op[],
): Run<Config, Op, Outcome, View> | null {
  try {
    const machine = subject.start(config);
    const outcomes = ops.map((op) => machine.step(op));
    return { config, ops, outcomes, view: machine.view };
  } catch {
    return null;
  }
}
