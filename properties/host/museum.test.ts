import { hostExhibits, hostExhibitSubject } from '../../reference/museum/host';
import { seededDraw } from '../engine/draw';
import { HostJudge, hostRules, HostSource, runCase } from '.';

const TIMEOUT_MS = 300_000;
/** Cases within which an exhibit must be found; most are in the first ones. */
const CONVICTION_CASES = 600;

test('every rule has an exhibit', () => {
  const convicted = new Set(hostExhibits().map(({ rule }) => rule));
  expect(hostRules().filter(({ id }) => !convicted.has(id))).toEqual([]);
});

test.each(hostExhibits().map((exhibit) => [exhibit.rule, exhibit.name, exhibit] as const))(
  '%s convicts %s',
  (rule, _name, exhibit) => {
    const subject = hostExhibitSubject(exhibit);
    const judge = new HostJudge(hostRules().filter(({ id }) => id === rule));
    const source = new HostSource({}, null);
    let found = false;
    for (let k = 0; !found && k < CONVICTION_CASES; k++) {
      const draw = seededDraw('museum', k);
      found = runCase(judge, subject, source, draw, draw.pick(source.themes)).breaches.length > 0;
    }
    expect(found).toBe(true);
  },
  TIMEOUT_MS,
);
