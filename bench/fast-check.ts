import fc from 'fast-check';
import { PageTableMachine } from '../model/page-table';
import type { Op } from '../model/vocabulary';
import { OpKind, makeOp } from '../model/vocabulary/op';
import { Prot } from '../model/vocabulary/prot';
import { PLAIN_CONFIG } from './sources';

interface Real {
  readonly machine: PageTableMachine;
  ops: number;
}

/** One op as fast-check's model runner wants it: a command object that steps the same model. */
class OpCommand implements fc.Command<PageTableMachine, Real> {
  constructor(private readonly op: Op) {}

  check(): boolean {
    return true;
  }

  run(model: PageTableMachine, real: Real): void {
    const expected = model.step(this.op);
    const observed = real.machine.step(this.op);
    real.ops++;
    if (expected.ret !== observed.ret || expected.value !== observed.value)
      throw new Error('the model is not deterministic');
  }

  toString(): string {
    return `op ${this.op.kind}`;
  }
}

const command = (kind: OpKind): fc.Arbitrary<OpCommand> =>
  fc
    .record({ iova: fc.nat(4096), oa: fc.nat(4096), len: fc.integer({ min: 1, max: 64 }) })
    .map((fields) => new OpCommand(makeOp(kind, { ...fields, prot: Prot.READ | Prot.WRITE })));

/** Ops per second of fast-check's `commands` and `modelRun` over the same model, at most 200 commands, size max. */
export function fastCheckRate(seconds: number): { ops: number; perSecond: number; meanLength: number } {
  const kinds = [OpKind.map, OpKind.iommuMap, OpKind.unmap, OpKind.iommuUnmap, OpKind.iovaToPhys];
  const commands = fc.commands(kinds.map(command), { maxCommands: 200, size: 'max' });
  const started = performance.now();
  let [ops, runs] = [0, 0];
  while (performance.now() - started < seconds * 1000) {
    fc.assert(
      fc.property(commands, (cmds) => {
        const real: Real = { machine: new PageTableMachine(PLAIN_CONFIG), ops: 0 };
        fc.modelRun(() => ({ model: new PageTableMachine(PLAIN_CONFIG), real }), cmds);
        ops += real.ops;
        runs++;
      }),
      { numRuns: 50, seed: runs },
    );
  }
  return { ops, perSecond: ops / ((performance.now() - started) / 1000), meanLength: ops / runs };
}
