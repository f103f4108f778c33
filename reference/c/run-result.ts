import type { Observation } from '../../model/vocabulary';
import { validateRecords } from '../observed';
import { lost, nonsense } from './failure';
import { RunError } from './library';

/**
 * What `ioc_run` gave for a trace of `ops` ops, as an observation: the records, or a protocol casualty where the
 * library refused the trace or wrote what no record can be.
 */
export function observationOf(result: Uint32Array | number, ops: number): Observation {
  if (typeof result === 'number') return lost({ kind: 'protocol', verb: 'ioc_run', detail: refusal(result) }, -1);
  const fault = validateRecords(result, ops);
  if (fault === null) return { words: result, casualty: null };
  return lost(nonsense(fault.detail), fault.record < ops ? fault.record : -1);
}

function refusal(result: number): string {
  switch (result) {
    case RunError.tooSmall:
      return 'asks for more than 256 MiB of records';
    case RunError.configRefused:
      return 'refused a configuration (−2) that its handshake allows';
    case RunError.opUnsupported:
      return 'does not support an op (−3) that its handshake lists';
    case RunError.overrun:
      return 'says that it wrote more words than there is room for';
    default:
      return `returned ${result}, which means nothing`;
  }
}
