/** A short search on the kernel that `npm run linux` has built: nothing but what docs/findings.md explains. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDeviations } from '../../../properties/engine/deviations';
import { vfioType1Machine } from '../../../properties/vfio-type1';
import { type1OpSchema } from '../../../properties/vfio-type1/op-schema';
import { type1ConfigSchema } from '../../../properties/vfio-type1/trace-schema';
import { checkPlain } from '../../../properties/plain/check';
import { PlainJudge } from '../../../properties/plain/judge';
import { parsePlainTrace } from '../../../properties/plain/trace-file';
import { packageRoot } from '../../c/build';
import { inBoxType1Subject } from '../../in-box/vfio-type1';
import { isOwnTree } from '../subjects';
import { linuxType1Subjects } from './subjects';

jest.setTimeout(300_000);

/** The release that docs/findings.md describes. */
const DESCRIBED = '7.2.13';
const textOf = (path: string): string => readFileSync(join(packageRoot(), 'docs', path), 'utf8');

for (const kernel of linuxType1Subjects().filter(({ name, version }) => version === DESCRIBED && !isOwnTree(name))) {
  describe(`${kernel.name} ${kernel.version}`, () => {
    afterAll(() => kernel.close());
    const judge = new PlainJudge(vfioType1Machine);
    const traceOf = (finding: string) => {
      const path = `findings/${finding}.json`;
      return parsePlainTrace(JSON.parse(textOf(path)), path, vfioType1Machine.name, type1ConfigSchema, type1OpSchema);
    };
    const rulesBrokenBy = (subject: typeof kernel | ReturnType<typeof inBoxType1Subject>, finding: string) => {
      const { config, ops } = traceOf(finding);
      return judge.judge(subject, config, ops, new Int32Array(judge.rules.length)).map(({ rule }) => rule?.id ?? null);
    };

    test('a search finds only what is known', async () => {
      const path = `deviations/${kernel.name}.json`;
      const known = new Set(parseDeviations(textOf(path), path).deviations.map(({ rule, op }) => `${rule} ${op}`));
      const verdict = await checkPlain(vfioType1Machine, kernel, { seed: 'test', cases: 8, shrinkBudgetOps: 0 });
      const findings = [...verdict.rules.flatMap((rule) => rule.findings), ...verdict.divergences];
      const unknown = findings.filter(({ rule, op }) => !known.has(`${rule} ${op}`));
      expect(unknown.map(({ rule, op, counterexample }) => [rule, op, counterexample.reason])).toEqual([]);
      expect(verdict.ops).toBeGreaterThan(50);
    });

    test.each([
      ['F-50', 'VFIO-005'],
      ['F-50', 'VFIO-032'],
      ['F-51', 'VFIO-003'],
      ['F-52', 'VFIO-002'],
      ['F-52', 'VFIO-022'],
      ['F-53', 'VFIO-035'],
      ['F-53-hole', 'VFIO-035'],
      ['F-54', null],
      ['F-55', 'VFIO-016'],
      ['F-56', 'VFIO-019'],
      ['F-59', null],
    ])('%s breaks %s, and in-box passes', (finding, rule) => {
      expect(rulesBrokenBy(kernel, finding)).toContain(rule);
      expect(rulesBrokenBy(inBoxType1Subject('in-box:vfio-type1'), finding)).toEqual([]);
    });

    test('F-50: the IOPTE of a BAR has the C-bit', () => {
      const { config, ops } = traceOf('F-50');
      const machine = kernel.start(config);
      for (const op of ops) machine.step(op);
      expect(machine.view.iopteSpans(0).map(({ raw, cBit }) => [raw, cBit])).toEqual([[0x70080000fe000001n, true]]);
    });

    test('F-53: a translation outlives its unmap', () => {
      const { config, ops } = traceOf('F-53');
      const machine = kernel.start(config);
      const outcomes = ops.map((op) => machine.step(op));
      expect(outcomes.at(-1)).toEqual({ value: 0, bytes: 0x1000n, events: [] });
      expect(machine.view.iopteSpans(0).map(({ raw }) => raw)).toEqual([0x7000000000000001n]);
      expect(machine.warnings).toHaveLength(1);
    });
  });
}

test('every program that is built has a name and a version', () => {
  for (const { name, version } of linuxType1Subjects())
    expect([name, version]).toEqual([expect.stringMatching(/-type1$/), expect.stringMatching(/^\d/)]);
});
