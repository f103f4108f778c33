import { Prot, makeOp, OpKind, type Subject, type Trace } from '../../model/vocabulary';
import { RunFlag, Word } from '../../model/vocabulary/observation';
import { inBoxSubject } from '../../reference/in-box/page-table';
import { allRules } from './catalogue';
import { Inspector } from './inspect';
import { v1 } from './testing/steps';

const trace: Trace = {
  machine: 'page-table',
  config: v1({ smeBit: 51 }),
  ops: [
    makeOp(OpKind.iommuMap, { iova: 16, oa: 32, len: 4, prot: Prot.READ | Prot.WRITE }),
    makeOp(OpKind.iovaToPhys, { iova: 17 }),
  ],
};

/** The in-box implementation with its words tampered with before anybody sees them. */
function lying(tamper: (words: Uint32Array, flags: number) => void): Subject {
  const honest = inBoxSubject();
  return {
    ...honest,
    capabilities: honest.capabilities,
    async run(t, flags) {
      const { words, casualty } = await honest.run(t, flags);
      const own = words.slice();
      tamper(own, flags);
      return { words: own, casualty };
    },
  };
}

const inspect = (subject: Subject) => new Inspector(subject, allRules()).inspect(trace);

describe('an inspected trace', () => {
  it('shows nothing where observation and model agree', async () => {
    expect((await inspect(inBoxSubject())).breaches).toEqual([]);
  });

  it('shows the first op that differs, and how', async () => {
    const second = (words: Uint32Array): number => words[0]!;
    const { breaches } = await inspect(lying((words) => (words[second(words) + Word.valueLo]! += 0x1000)));
    expect(breaches.map((b) => [b.rule?.id, b.op, b.effect])).toContainEqual(['PT-121', 'iovaToPhys', 'value(more)']);
  });

  it('shows a lie that only the windows of an ordinary case tell', async () => {
    const inWindows = (words: Uint32Array, flags: number): void => {
      if ((flags & RunFlag.windows) !== 0) words[Word.topLevel] = 5;
    };
    const { breaches } = await inspect(lying(inWindows));
    expect(breaches.map((b) => [b.rule, b.at, b.op, b.effect])).toEqual([[null, 0, 'iommuMap', 'top in windows only']]);
  });

  it('takes words that make no sense for what they are', async () => {
    const { breaches, casualty } = await inspect(lying((words) => (words[0] = 3)));
    expect(casualty?.kind).toBe('protocol');
    expect(breaches.map((b) => b.effect)).toEqual(['protocol']);
  });
});
