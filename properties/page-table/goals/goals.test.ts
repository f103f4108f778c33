import { PageTableMachine } from '../../../model/page-table';
import { PROFILES } from '../../../model/page-table/profiles';
import { inBoxSubject } from '../../../reference/in-box/page-table';
import { seededDraw } from '../../engine/draw';
import { factsOf } from '../facts';
import { CaseGenerator } from '../generator';
import { LiveStep } from '../live-step';
import { GoalWatch, PAGE_TABLE_GOALS, pageTableGoals } from '.';

/** Cases of one seed within which the generator reaches every goal. */
const CASES = 1200;

const { capabilities } = inBoxSubject();

/** Goals that the first `cases` cases of a profile leave unreached, by name. */
function unreached(profile: string, cases: number): string[] {
  const { contract, assumptions } = PROFILES[profile]!;
  const goals = pageTableGoals(capabilities, contract);
  const watch = new GoalWatch(goals);
  const generator = new CaseGenerator({ contract, assumptions, capabilities });
  const live = new LiveStep();
  const left = new Set(goals.map(({ name }) => name));
  for (let k = 0; k < cases && left.size > 0; k++) {
    const machine = new PageTableMachine(generator.begin(seededDraw('goals', k)));
    live.begin(machine);
    watch.begin();
    for (let op = generator.next(machine); op !== null; op = generator.next(machine)) {
      generator.after(op, live.run(op));
      watch.take(live.step, factsOf(live.step));
    }
    machine.release();
    for (const goal of watch.reached) left.delete(goals[goal]!.name);
  }
  return [...left];
}

test('goals have names of their own, and are sentences', () => {
  const names = PAGE_TABLE_GOALS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, statement } of PAGE_TABLE_GOALS) {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(statement).toMatch(/^[A-Z].*\.$/);
  }
});

test.each(['linux-7.2', 'linux-6.12'])('%s: the generator reaches every goal', (profile) => {
  expect(unreached(profile, CASES)).toEqual([]);
});

test('a goal that the subject cannot reach is left out', () => {
  const goals = pageTableGoals(
    { ...capabilities, formats: ['amdv2'], ops: ['map', 'unmap'], limits: { flush: ['range'], domains: [1] } },
    'generic-pt',
  );
  expect(goals.map(({ name }) => name)).toEqual([
    'three-sizes-removed',
    'leaf-table-leaf',
    'last-page',
    'mmio-beside-encrypted',
    'refilled-table',
    'five-levels-v2',
    'leaf-over-empty-tables',
    'failed-map-flushes',
  ]);
});
