import { hostExhibits, hostExhibitSubject, type HostExhibit } from '../../reference/museum/host';
import { seededDraw } from '../engine/draw';
import { HostJudge, hostRules, HostSource, runCase } from '.';

const TIMEOUT_MS = 300_000;
/** Cases within which an exhibit must be found; most are in the first ones. Those of imports are asked for more. */
const CONVICTION_CASES = 600;
const IMPORT_CASES = 500;
/** MUSEUM_SEEDS=all tries those at twenty seeds. */
const SEEDS = process.env['MUSEUM_SEEDS'] === 'all' ? [...'abcdefghijklmnopqrst'] : ['a'];
const isOfImports = (rule: string): boolean => /^RMP-H(0[3-9]|1)/.test(rule);

test('every rule has an exhibit', () => {
  const convicted = new Set(hostExhibits().map(({ rule }) => rule));
  expect(hostRules().filter(({ id }) => !convicted.has(id))).toEqual([]);
});

/** The case of the seed in which the exhibit is found; null: none of so many. */
function caseOf(exhibit: HostExhibit, seed: string, most: number): number | null {
  const subject = hostExhibitSubject(exhibit);
  const judge = new HostJudge(hostRules().filter(({ id }) => id === exhibit.rule));
  const source = new HostSource({}, null);
  for (let k = 0; k < most; k++) {
    const draw = seededDraw(seed, k);
    if (runCase(judge, subject, source, draw, draw.pick(source.themes)).breaches.length > 0) return k;
  }
  return null;
}

test.each(hostExhibits().map((exhibit) => [exhibit.rule, exhibit.name, exhibit] as const))(
  '%s convicts %s',
  (rule, _name, exhibit) => {
    if (isOfImports(rule)) for (const seed of SEEDS) expect(caseOf(exhibit, seed, IMPORT_CASES)).not.toBeNull();
    else expect(caseOf(exhibit, 'museum', CONVICTION_CASES)).not.toBeNull();
  },
  TIMEOUT_MS,
);
