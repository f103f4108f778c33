/** The second coding holds every rule, and each rule convicts an exhibit. */
import { inBoxWrapperSubject, standardWrapperParts } from '../../reference/in-box/rmp-wrapper';
import { wrapperExhibits, wrapperExhibitSubject } from '../../reference/museum/rmp-wrapper';
import { checkPlain } from '../plain/check';
import { convictPlain } from '../plain/convict';
import { wrapperMachine } from '.';

jest.setTimeout(60_000);

const SOUND_CASES = 150;
const CONVICTION_CASES = 300;
const SHRINK_OPS = 200;

test('the in-box kernel does what the model says, and holds every rule', async () => {
  const options = { seed: 'wrapper', cases: SOUND_CASES, shrinkBudgetOps: SHRINK_OPS };
  const { rules, divergences } = await checkPlain(wrapperMachine, inBoxWrapperSubject('in-box:rmp-wrapper'), options);
  expect(divergences).toEqual([]);
  expect(rules.filter(({ status }) => status === 'broken')).toEqual([]);
  expect(rules.filter(({ exercised }) => exercised === 0)).toEqual([]);
});

test('every rule has an exhibit', () => {
  expect(wrapperExhibits().map(({ rule }) => rule)).toEqual(wrapperMachine.rules.map(({ id }) => id));
});

test.each(wrapperExhibits().map((exhibit) => [exhibit.rule, exhibit.name, exhibit] as const))(
  '%s convicts %s, which replaces one part',
  (rule, _name, exhibit) => {
    const [part, ...others] = Object.keys(exhibit.parts) as (keyof typeof standardWrapperParts)[];
    expect(others).toEqual([]);
    expect(exhibit.parts[part!]).not.toBe(standardWrapperParts[part!]);
    const options = { seed: 'wrapper', maxCases: CONVICTION_CASES, shrinkBudgetOps: SHRINK_OPS };
    const found = convictPlain(wrapperMachine, wrapperExhibitSubject(exhibit), rule, options);
    expect(found?.ops.length).toBeLessThanOrEqual(2);
  },
);
