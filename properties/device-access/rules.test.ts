import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import { inBoxDeviceAccessSubject } from '../../reference/in-box/device-access';
import { deviceAccessExhibits, deviceAccessExhibitSubject } from '../../reference/museum/device-access';
import { seededDraw } from '../engine/draw';
import { drawCase, type PlainCase } from '../plain/case';
import { PlainJudge } from '../plain/judge';
import { deviceAccessMachine } from '.';

/** Enough to exercise every rule; relation rules, which run traces again, get a share. */
const CASES = 80;
const RELATIONS_EVERY = 4;

test('in-box holds every rule, agrees with the model, and exercises every rule that is judged', () => {
  const judge = new PlainJudge(deviceAccessMachine);
  const tally = new Int32Array(judge.rules.length);
  const subject = inBoxDeviceAccessSubject('in-box:device-access');
  const source = deviceAccessMachine.source({});
  const breaches: string[] = [];
  for (let k = 0; k < CASES; k++) {
    const { config, ops } = drawCase(deviceAccessMachine, source, seededDraw('rules', k));
    const found = judge.judge(subject, config, ops, tally);
    if (k % RELATIONS_EVERY === 0)
      for (const rule of judge.rules)
        if (rule.scope === 'relation') found.push(...judge.judgeRelation(rule, subject, config, ops, tally));
    for (const { rule, at, op, effect, reason } of found)
      breaches.push(`case ${k}, op ${at}: ${rule?.id ?? 'model'} ${op} ${effect}: ${reason}`);
  }
  expect(breaches).toEqual([]);
  const idle = judge.rules.filter((rule, slot) => rule.scope !== 'untested' && tally[slot]! === 0);
  expect(idle.map(({ id }) => id)).toEqual([]);
});

test('rules are told apart by ID, and say what they are about', () => {
  const { rules } = deviceAccessMachine;
  const numbered = rules.map(({ id }) => Number(id.slice(4)));
  // 7.4, those of 7.5 that one trace can judge, and relations of 8.6 that have no number there.
  const wanted = [...Array.from({ length: 21 }, (_, i) => 70 + i), 98, 99, 100, 101, 102, 103, 104, 105, 204, 207, 208];
  expect(numbered).toEqual(wanted);
  for (const { id, title, statement, source, why, example } of rules) {
    expect([title, statement, source, why, example].every((text) => text.length > 0)).toBe(true);
    expect(`${id} ${statement}`).toMatch(/\.$/);
  }
  expect(rules.flatMap((rule) => (rule.scope === 'untested' ? [rule.id] : []))).toEqual(['RMP-099']);
});

test('every rule that is judged has an exhibit', () => {
  const convicted = new Set(deviceAccessExhibits().map(({ rule }) => rule));
  const judged = deviceAccessMachine.rules.filter(({ scope }) => scope !== 'untested');
  expect(judged.filter(({ id }) => !convicted.has(id)).map(({ id }) => id)).toEqual([]);
});

/** The museum's cases, drawn once for all exhibits. */
const MOST_CASES = 300;
const drawn: PlainCase<DeviceAccessConfig, DeviceAccessOp>[] = [];
const museumCase = (k: number): PlainCase<DeviceAccessConfig, DeviceAccessOp> =>
  (drawn[k] ??= drawCase(deviceAccessMachine, deviceAccessMachine.source({}), seededDraw('museum', k)));

const searched = deviceAccessExhibits().filter(({ hard }) => hard === undefined);

test.each(searched.map((exhibit) => [exhibit.name, exhibit] as const))(
  'exhibit %s is convicted by its rule',
  (_name, exhibit) => {
    expect(Object.keys({ ...exhibit.parts, ...exhibit.rmpParts })).toHaveLength(1);
    const subject = deviceAccessExhibitSubject(exhibit);
    const rule = deviceAccessMachine.rules.find(({ id }) => id === exhibit.rule)!;
    // That its own rule convicts it is the point here; what else its smallest trace breaks, the museum shows.
    const judge = new PlainJudge(deviceAccessMachine, [rule], false);
    const tally = new Int32Array(1);
    const reasonIn = ({ config, ops }: PlainCase<DeviceAccessConfig, DeviceAccessOp>): string | undefined => {
      const breaches =
        rule.scope === 'relation'
          ? judge.judgeRelation(rule, subject, config, ops, tally)
          : judge.judge(subject, config, ops, tally);
      return breaches.find((breach) => breach.rule === rule)?.reason;
    };
    let reason: string | undefined;
    for (let k = 0; k < MOST_CASES && reason === undefined; k++) reason = reasonIn(museumCase(k));
    expect(reason).toBeTruthy();
  },
);
