import type { HostConfig } from '../../model/vocabulary/host/config';
import type { HostSubject } from '../../model/vocabulary/host/machine';
import type { HostOp } from '../../model/vocabulary/host/op';
import type { Draw } from '../engine/draw';
import type { HostSource } from './generator';
import type { HostBreach, HostJudge } from './judge';

/** One drawn case and what it broke. */
export interface JudgedCase {
  readonly config: HostConfig;
  readonly ops: readonly HostOp[];
  /** Ops that made at least one step. */
  readonly activeOps: number;
  readonly breaches: readonly HostBreach[];
}

/** Draws one case and judges it as it goes. */
export function runCase(
  judge: HostJudge,
  subject: HostSubject,
  source: HostSource,
  draw: Draw,
  theme: string,
): JudgedCase {
  const config = source.begin(draw, theme);
  const host = judge.begin(subject, config);
  const ops: HostOp[] = [];
  let activeOps = 0;
  for (let op = source.next(host.sight); op !== null; op = source.next(host.sight)) {
    const before = host.log.length;
    judge.take(host, op, ops.length);
    if (host.log.length > before) activeOps++;
    ops.push(op);
  }
  return { config, ops, activeOps, breaches: judge.end(host, ops.length) };
}
