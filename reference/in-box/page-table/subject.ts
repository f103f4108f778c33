import type { Capabilities, Subject } from '../../../model/vocabulary';
import { OP_NAMES } from '../../../model/vocabulary/op';
import { createInBox } from './in-box';
import type { Parts } from './parts';

const VERSION = '1';

const capabilities = (name: string): Capabilities => ({
  name,
  version: VERSION,
  formats: ['amdv1', 'amdv2'],
  contracts: ['generic-pt', 'io-pgtable'],
  ops: OP_NAMES,
  levels: ['results', 'translations', 'entries', 'effects', 'commands'],
  hostile: true,
  maxOps: 1_000_000,
  limits: {},
});

/** The in-box implementation as a subject; `parts` replaces some of its parts (an exhibit replaces one). */
export function inBoxSubject(
  parts: Partial<Parts> = {},
  name = 'in-box',
): Subject & Required<Pick<Subject, 'timeNative' | 'getInfo'>> {
  const inBox = createInBox(parts);
  return {
    capabilities: capabilities(name),
    run: (trace, flags) => inBox.run(trace, flags),
    getInfo: (config) => inBox.info(config),
    timeNative(traces, times) {
      const start = process.hrtime.bigint();
      for (let i = 0; i < times; i++) for (const trace of traces) inBox.runSilently(trace);
      return Number(process.hrtime.bigint() - start);
    },
  };
}
