import type { Casualty, Observation } from '../../model/vocabulary';

/** How a child came to its end. Text: `crashed in op 7 (SIGSEGV)` is verb, place and detail. */
export interface Failure {
  readonly kind: Casualty['kind'];
  readonly verb: string;
  readonly detail: string;
}

export const hung = (patience: string): Failure => ({
  kind: 'hung',
  verb: 'hung',
  detail: `no answer within ${patience}`,
});

export const outOfMemory = (limit: number): Failure => ({
  kind: 'memory',
  verb: 'allocated without end',
  detail: `more than ${Math.round(limit / 2 ** 20)} MiB`,
});

export const nonsense = (detail: string): Failure => ({ kind: 'protocol', verb: 'wrote nonsense', detail });

/** A child that ended by itself; `said` is the last line of its stderr. */
export function ended(code: number | null, signal: string | null, said: string): Failure {
  const quote = said === '' ? '' : `; it said: ${said}`;
  return signal === null
    ? { kind: 'crashed', verb: 'exited', detail: `code ${code}${quote}` }
    : { kind: 'crashed', verb: 'crashed', detail: `${signal}${quote}` };
}

const NOTHING = new Uint32Array(0);

/** An observation that is none: what `failure` left of a trace, once the op is known (−1: it is not). */
export function lost({ kind, verb, detail }: Failure, op: number, remark = ''): Observation {
  const place = op < 0 ? '' : ` in op ${op}`;
  return { words: NOTHING, casualty: { kind, op, message: `${verb}${place} (${detail})${remark}` } };
}
