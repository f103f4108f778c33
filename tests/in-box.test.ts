import fc from 'fast-check';
import { PageTableMachine } from '../model/page-table';
import { PROFILES } from '../model/page-table/profiles';
import { type Subject, type Trace } from '../model/vocabulary';
import { ObservationWriter, levelMask } from '../model/vocabulary/observation';
import { checkSubject } from '../properties/engine/check';
import { equalWords } from '../properties/engine/words';
import { CASE_FLAGS } from '../properties/page-table/fast-lane';
import { traceArbitrary } from '../properties/page-table/generator';
import { inBoxSubject } from '../reference/in-box/page-table';

/** What the model expects of a whole trace, word for word. */
function expectedOf(trace: Trace, subject: Subject): Uint32Array {
  const levels = levelMask(subject.capabilities.levels);
  const machine = new PageTableMachine(trace.config);
  const writer = new ObservationWriter();
  for (const op of trace.ops) {
    machine.step(op);
    machine.observe(writer, CASE_FLAGS, levels);
  }
  machine.finish(writer, CASE_FLAGS, levels);
  return writer.view();
}

describe('the in-box implementation, the second coding of the document,', () => {
  const subject = inBoxSubject();

  it.each(['linux-7.2', 'linux-6.12'])('answers every trace as the model does, under %s', async (profile) => {
    const { contract, assumptions } = PROFILES[profile]!;
    const traces = traceArbitrary({ contract, assumptions, capabilities: subject.capabilities });
    await fc.assert(
      fc.asyncProperty(traces, async (trace) => {
        const { words, casualty } = await subject.run(trace, CASE_FLAGS);
        expect(casualty).toBeNull();
        expect(equalWords(words, expectedOf(trace, subject))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['linux-7.2', 'linux-6.12'])(
    'breaks no rule under %s, and parts nowhere from the model',
    async (profile) => {
      const verdict = await checkSubject(subject, { seed: 'jest', cases: 256, profile });
      expect(verdict.rules.filter((r) => r.status === 'broken').map((r) => r.rule.id)).toEqual([]);
      expect(verdict.divergences).toEqual([]);
      expect(verdict.activeShare).toBeGreaterThan(0.4);
      expect(verdict.rules.filter((r) => r.status === 'held').length).toBeGreaterThan(60);
    },
    60_000,
  );
});
