/** Each rule holds of the model, and convicts a kernel with the bug that it names. */
import { createWrapperModel } from '../../model/rmp-wrapper';
import type { MachineSubject } from '../../model/vocabulary/plain';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
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

type Subject = MachineSubject<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView>;
type Step = (op: WrapperOp) => WrapperOutcome;
/** A bug: what is done instead of `step`, which does the right thing. */
type Bug = (step: Step, op: WrapperOp, view: WrapperView, config: WrapperConfig) => WrapperOutcome;

const subjectOf = (bug: Bug, seeing: (view: WrapperView) => WrapperView = (view) => view): Subject => ({
  name: 'test',
  version: '1',
  start(config) {
    const model = createWrapperModel(config);
    return { step: (op) => bug((o) => model.step(o), op, model.view, config), view: seeing(model.view) };
  },
});

const isConversion = (op: WrapperOp): op is Extract<WrapperOp, { level: number }> & WrapperOp =>
  op.op === 'makePrivate' || op.op === 'makeShared';

const BUGS: Readonly<Record<string, Bug>> = {
  'RMP-004': (step, op, view) => {
    const outcome = step(op);
    return op.op === 'makePrivate' && !view.rmp.covered(op.page) ? { ...outcome, value: 0 } : outcome;
  },
  'RMP-009': (step, op, view) => {
    const outcome = step(op);
    if (op.op !== 'lookup' || outcome.value !== 0) return outcome;
    return { ...outcome, level: view.rmp.own(op.page)!.size === 1 ? 2 : 1 };
  },
  'RMP-017': (step, op) => {
    if (!isConversion(op) || !op.splitFails) return step(op);
    return { ...step({ ...op, splitFails: false }), value: -14 };
  },
  'RMP-023': (step, op) =>
    step(isConversion(op) && op.level === 2 ? { ...op, page: op.page - (op.page % REGION_PAGES) } : op),
  'RMP-107': (step, op) => {
    const outcome = step(op);
    return { ...outcome, events: outcome.events.filter(({ event }) => event !== 'split') };
  },
  'RMP-109': (step, op) => {
    const outcome = step(op);
    const loops = outcome.events.some((event) => event.event === 'rmpupdate' && event.code === 4);
    return loops ? { ...outcome, end: 'hung', value: null } : outcome;
  },
};

const search = (subject: Subject, cases = 250) =>
  checkPlain(wrapperMachine, subject, { seed: '1', cases, shrinkBudgetOps: 200 });

test('the model holds every rule, and each is exercised', async () => {
  const { rules, divergences, activeShare } = await search(
    subjectOf((step, op) => step(op)),
    600,
  );
  expect(rules.map(({ rule, status }) => [rule.id, status])).toEqual(rules.map(({ rule }) => [rule.id, 'held']));
  expect(rules.map(({ rule }) => rule.id)).toEqual([...Object.keys(BUGS), 'RMP-108'].sort());
  expect(divergences).toEqual([]);
  expect(activeShare).toBeGreaterThan(0.6);
});

test.each(Object.entries(BUGS))('%s convicts its bug', async (id, bug) => {
  const { rules } = await search(subjectOf(bug));
  expect(rules.find(({ rule }) => rule.id === id)?.status).toBe('broken');
});

test('RMP-108 convicts a list without compound pages', async () => {
  const forgetful = subjectOf(
    (step, op) => step(op),
    (view) => ({
      ...view,
      leaked: () => ({ ...view.leaked(), pages: view.leaked().pages.filter((page) => page % 2 === 1) }),
    }),
  );
  const { rules } = await search(forgetful);
  expect(rules.find(({ rule }) => rule.id === 'RMP-108')?.status).toBe('broken');
});

test('every op of a case can be written to a trace file and read back', () => {
  const source = wrapperMachine.source({});
  for (let k = 0; k < 60; k++) {
    const { config, ops } = drawCase(wrapperMachine, source, seededDraw('1', k));
    expect(wrapperConfigSchema.parse(toJson(config))).toEqual(config);
    for (const op of ops) expect(wrapperOpSchema.parse(toJson(op))).toEqual(op);
  }
});
