import type { Casualty, Observation } from '../../model/vocabulary';
import { validateRecords } from '../observed';
import { RunError } from './library';

const NOTHING = new Uint32Array(0);

/** An observation that is no observation. */
export const casualty = (kind: Casualty['kind'], message: string, op = -1): Observation => ({
  words: NOTHING,
  casualty: { kind, op, message },
});

/**
 * What `ioc_run` gave for a trace of `ops` ops, as an observation: the records, or a protocol casualty where the
 * library refused the trace or wrote what no record can be.
 */
export function observationOf(result: Uint32Array | number, ops: number): Observation {
  if (typeof result === 'number') return casualty('protocol', refusal(result));
  const fault = validateRecords(result, ops);
  return fault === null ? { words: result, casualty: null } : casualty('protocol', `nonsense records: ${fault}`);
}

function refusal(result: number): string {
  switch (result) {
    case RunError.tooSmall:
      return 'ioc_run asks for more room than 1 GiB of records';
    case RunError.configRefused:
      return 'ioc_run refused the configuration (−2), which its handshake allows';
    case RunError.opUnsupported:
      return 'ioc_run does not support an op (−3) that its handshake lists';
    default:
      return `ioc_run returned ${result}, which means nothing`;
  }
}
