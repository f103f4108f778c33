import type { HostConfig } from '../../model/vocabulary/host/config';
import type { HostLog, HostSubject } from '../../model/vocabulary/host/machine';
import type { HostOp } from '../../model/vocabulary/host/op';
import { hostRules } from './catalogue';
import { describeConfig, describeOp } from './describe';
import { HostSource } from './generator';
import { HostJudge, type HostBreach } from './judge';
import type { HostRule } from './rule';
import { simplerConfigs, simplerOps } from './simpler';

/**
 * Everything that an engine must know to put host software on the stand: the counterpart of a PlainMachine, without a
 * model. There is no single right outcome of a policy, so nothing is expected; rules judge the log (host.md).
 */
export const hostJudge = {
  name: 'host',
  get rules(): readonly HostRule[] {
    return hostRules();
  },
  /** Draws cases; it reads the running host where the source of a plain machine reads the model. */
  source: (assumptions: Readonly<Record<string, unknown>>): HostSource => new HostSource(assumptions, null),
  /** Runs a trace: its log, what it broke, and how often each rule was exercised, in the order of `rules`. */
  run(
    trace: { readonly config: HostConfig; readonly ops: readonly HostOp[] },
    subject: HostSubject,
  ): { readonly log: HostLog; readonly breaches: readonly HostBreach[]; readonly exercised: Int32Array } {
    const judge = new HostJudge(hostRules());
    const host = judge.begin(subject, trace.config);
    trace.ops.forEach((op, at) => {
      judge.take(host, op, at);
    });
    const breaches = judge.end(host, trace.ops.length);
    return { log: host.log, breaches, exercised: judge.tally };
  },
  describeConfig,
  describeOp,
  simplerOps,
  simplerConfigs,
};
