/** Each rule holds of the model; museum.test.ts has what they convict. */
import { createWrapperModel } from '../../model/rmp-wrapper';
import type { MachineSubject } from '../../model/vocabulary/plain';
import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../model/vocabulary/rmp-wrapper/view';
import { seededDraw } from '../engine/draw';
import { drawCase } from '../plain/case';
import { checkPlain } from '../plain/check';
import { toJson } from '../plain/json';
import { wrapperMachine } from '.';
import { wrapperConfigSchema, wrapperOpSchema } from './trace-schema';

jest.setTimeout(60_000);

/** The model itself on the stand. */
const subject: MachineSubject<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView> = {
  name: 'model',
  version: '1',
  start: createWrapperModel,
};

test('the model holds every rule, and each is exercised', async () => {
  const { rules, divergences, activeShare } = await checkPlain(wrapperMachine, subject, { seed: '1', cases: 600 });
  expect(rules.map(({ rule, status }) => [rule.id, status])).toEqual(rules.map(({ rule }) => [rule.id, 'held']));
  expect(divergences).toEqual([]);
  expect(activeShare).toBeGreaterThan(0.6);
});

test('every op of a case can be written to a trace file and read back', () => {
  const source = wrapperMachine.source({});
  for (let k = 0; k < 60; k++) {
    const { config, ops } = drawCase(wrapperMachine, source, seededDraw('1', k));
    expect(wrapperConfigSchema.parse(toJson(config))).toEqual(config);
    for (const op of ops) expect(wrapperOpSchema.parse(toJson(op))).toEqual(op);
  }
});
