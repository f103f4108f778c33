/** A short search on the kernel that `npm run linux` has built: nothing but what docs/findings.md explains. */
import { createWrapperModel, modelOracle } from '../../../model/rmp-wrapper';
import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../../model/vocabulary/rmp-wrapper/op';
import { checkPlain } from '../../../properties/plain/check';
import { wrapperMachine } from '../../../properties/rmp-wrapper';
import { linuxPrograms } from '../programs';
import { isOwnTree } from '../subjects';
import { LinuxSev } from './linux-sev';
import { PLAIN } from './testing/configs';

jest.setTimeout(300_000);

/** The release that docs/findings.md describes. */
const DESCRIBED = '7.2.13';
const REGION = 512;
/** F-30 and F-31; F-32 to F-34 break no rule, but part from the model. */
const KNOWN_RULES = ['RMP-109 makePrivate', 'RMP-109 makeShared', 'RMP-108 leak'];
const KNOWN_DIVERGENCES = [
  // F-32, F-34
  /^(makePrivate|makeShared) (value 0 for -14|instructions)$/,
  /^lookup value 0 for -14$/,
  // F-33
  /^(lookup|psmash|makePrivate|makeShared) value -?\d+ for -19$/,
];
const isKnown = ({ rule, op, effect }: { rule: string | null; op: string; effect: string }): boolean =>
  rule === null
    ? KNOWN_DIVERGENCES.some((known) => known.test(`${op} ${effect}`))
    : KNOWN_RULES.includes(`${rule} ${op}`);

const sevPrograms = linuxPrograms().built.filter(({ name, kind }) => kind === 'sev' && !isOwnTree(name));

test('every program that is built has a name and a version', () => {
  for (const { name, kernel } of sevPrograms)
    expect([name, kernel]).toEqual([expect.stringMatching(/-sev$/), expect.stringMatching(/^\d/)]);
});

for (const program of sevPrograms.filter(({ kernel }) => kernel === DESCRIBED)) {
  describe(`${program.name} ${program.kernel}`, () => {
    const sev = new LinuxSev(program, modelOracle);
    afterAll(() => sev.close());

    test('a search finds only what is known', async () => {
      const verdict = await checkPlain(wrapperMachine, sev, { seed: 'test', cases: 40, shrinkBudgetOps: 0 });
      const findings = [...verdict.rules.flatMap((rule) => rule.findings), ...verdict.divergences];
      const unknown = findings.filter((finding) => !isKnown(finding));
      expect(unknown.map(({ rule, op, effect, counterexample }) => [rule, op, effect, counterexample.reason])).toEqual(
        [],
      );
      expect(verdict.ops).toBeGreaterThan(300);
    });

    /** What kernel and model say of the last op. */
    function last(config: WrapperConfig, ops: readonly WrapperOp[]) {
      const [kernel, model] = [sev.start(config), createWrapperModel(config)];
      const outcomes = ops.map((op) => [kernel.step(op), model.step(op)] as const);
      const [observed, expected] = outcomes.at(-1)!;
      return { observed, expected, kernel: kernel.view.leaked(), model: model.view.leaked() };
    }

    test('F-30: an overlap that stays hangs the caller', () => {
      const config: WrapperConfig = {
        ...PLAIN,
        rmp: { ...PLAIN.rmp, preset: [{ spa: 0, pages: REGION, state: 'Guest-Valid', size: 1, asid: 5, gpa: 0 }] },
      };
      const { observed, expected } = last(config, [{ op: 'makeShared', page: 0, level: 1, splitFails: false }]);
      expect([observed.end, expected.end, expected.value]).toEqual(['hung', 'ok', -14]);
    });

    test('F-31: a compound page that ends with the leaked range is not listed', () => {
      const { kernel, model } = last(PLAIN, [
        { op: 'makeCompound', page: REGION, order: 9 },
        { op: 'leak', page: REGION, pages: REGION, dump: false },
      ]);
      expect(kernel).toEqual({ count: REGION, pages: [] });
      expect(model).toEqual({ count: REGION, pages: [REGION] });
    });

    test('F-32: a conversion of 1G converts 2M and reports success', () => {
      const { observed, expected } = last(PLAIN, [{ op: 'makeShared', page: 0, level: 3, splitFails: false }]);
      expect([observed.value, expected.value]).toEqual([0, -14]);
    });

    test('F-33: a segmented RMP with a hole below RAM is accepted', () => {
      const coverage = {
        kind: 'segmented',
        base: 0x10_0000,
        segmentLg: 30,
        segments: [0x1_0000_0001n, 0n, 0x2_0000_0001n],
      } as const;
      const config: WrapperConfig = {
        ...PLAIN,
        rmp: { ...PLAIN.rmp, coverage },
        ram: [{ spa: 0, pages: 3 * 2 ** 18 }],
      };
      const { observed, expected } = last(config, [{ op: 'lookup', page: 0 }]);
      expect([observed.value, expected.value]).toEqual([0, -19]);
    });

    test('F-34: a look-up of page 2^52 answers for page 0', () => {
      const { observed, expected } = last(PLAIN, [{ op: 'lookup', page: 2 ** 52 }]);
      expect([observed.value, expected.value]).toEqual([0, -14]);
      expect(observed.events.map((event) => 'spa' in event && event.spa)).toEqual([0, 0]);
    });
  });
}
