/** A short search on the kernel that `npm run linux` has built: nothing but what docs/findings.md explains. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDeviations } from '../../../properties/engine/deviations';
import { dmaBufMachine } from '../../../properties/dma-buf';
import { dmaBufOpSchema } from '../../../properties/dma-buf/op-schema';
import { dmaBufConfigSchema } from '../../../properties/dma-buf/trace-schema';
import { checkPlain } from '../../../properties/plain/check';
import { PlainJudge } from '../../../properties/plain/judge';
import { parsePlainTrace } from '../../../properties/plain/trace-file';
import { packageRoot } from '../../c/build';
import { inBoxDmaBufSubject } from '../../in-box/dma-buf';
import { isOwnTree } from '../subjects';
import { linuxVfioDmaBufSubjects } from './subjects';

jest.setTimeout(300_000);

/** The release that docs/findings.md describes. */
const DESCRIBED = '7.2.13';
const textOf = (path: string): string => readFileSync(join(packageRoot(), 'docs', path), 'utf8');
const kernels = linuxVfioDmaBufSubjects().filter(({ name, version }) => version === DESCRIBED && !isOwnTree(name));

for (const kernel of kernels) {
  describe(`${kernel.name} ${kernel.version}`, () => {
    afterAll(() => kernel.close());
    const judge = new PlainJudge(dmaBufMachine);
    const brokenBy = (subject: typeof kernel | ReturnType<typeof inBoxDmaBufSubject>, finding: string) => {
      const path = `findings/${finding}.json`;
      const { config, ops } = parsePlainTrace(
        JSON.parse(textOf(path)),
        path,
        dmaBufMachine.name,
        dmaBufConfigSchema,
        dmaBufOpSchema,
      );
      return judge
        .judge(subject, config, ops, new Int32Array(judge.rules.length))
        .map(({ effect, rule }) => rule?.id ?? effect);
    };

    test('a search finds only what is known', async () => {
      const path = `deviations/${kernel.name}.json`;
      const known = new Set(parseDeviations(textOf(path), path).deviations.map(({ rule, op }) => `${rule} ${op}`));
      const verdict = await checkPlain(dmaBufMachine, kernel, { seed: 'test', cases: 20, shrinkBudgetOps: 0 });
      const findings = [...verdict.rules.flatMap((rule) => rule.findings), ...verdict.divergences];
      const unknown = findings.filter(({ rule, op }) => !known.has(`${rule} ${op}`));
      expect(unknown.map(({ rule, op, counterexample }) => [rule, op, counterexample.reason])).toEqual([]);
      expect(verdict.ops).toBeGreaterThan(300);
    });

    test.each([
      ['F-60', 'BUF-031'],
      ['F-61', 'returned for waits'],
    ])('%s: %s, and in-box passes', (finding, what) => {
      expect(brokenBy(kernel, finding)).toContain(what);
      expect(brokenBy(inBoxDmaBufSubject('in-box:dma-buf'), finding)).toEqual([]);
    });
  });
}

test('every program that is built has a name and a version', () => {
  for (const { name, version } of linuxVfioDmaBufSubjects())
    expect([name, version]).toEqual([expect.stringMatching(/-vfio-dmabuf$/), expect.stringMatching(/^\d/)]);
});
