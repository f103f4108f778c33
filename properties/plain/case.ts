import type { Draw } from '../engine/draw';
import type { PlainMachine, PlainSource } from './machine';

/** One generated case. */
export interface PlainCase<Config, Op> {
  readonly config: Config;
  readonly ops: readonly Op[];
  readonly theme: string;
  /** Ops that changed or hit state. */
  readonly activeOps: number;
}

/** Draws one case in lock step with the model, so that ops collide with what is there. Never asks a subject. */
export function drawCase<Config, Op, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  source: PlainSource<Config, Op, Outcome, View>,
  draw: Draw,
  theme = draw.pick(source.themes),
): PlainCase<Config, Op> {
  const config = source.begin(draw, theme);
  const model = machine.start(config);
  const ops: Op[] = [];
  let activeOps = 0;
  for (let op = source.next(model); op !== null; op = source.next(model)) {
    ops.push(op);
    if (machine.isActive(op, model.step(op))) activeOps++;
  }
  return { config, ops, theme, activeOps };
}
