import type { Draw } from '../../engine/draw';
import { PlainGoalWatch, type PlainGoal } from '../goal';
import type { PlainMachine } from '../machine';

/** Names of the goals that the first `cases` cases leave unreached. Throws where a name or a statement is not in shape. */
export function unreachedGoals<Config, Op extends { readonly op: string }, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  goals: readonly PlainGoal<Config, Op, Outcome, View>[],
  drawOf: (caseNumber: number) => Draw,
  cases: number,
): string[] {
  for (const { name, statement } of goals) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || !/^[A-Z].*\.$/.test(statement))
      throw new Error(`${name}: ${statement}`);
  }
  const left = new Set(goals.map(({ name }) => name));
  if (left.size < goals.length) throw new Error('two goals have one name');
  const watch = new PlainGoalWatch(goals);
  const source = machine.source({});
  for (let k = 0; k < cases && left.size > 0; k++) {
    const draw = drawOf(k);
    const config = source.begin(draw, draw.pick(source.themes));
    const model = machine.start(config);
    watch.begin(config);
    for (let op = source.next(model); op !== null; op = source.next(model)) watch.take(op, model.step(op), model.view);
    for (const goal of watch.reached) left.delete(goals[goal]!.name);
  }
  return [...left];
}
