import type { MachineSubject } from '../../model/vocabulary/plain';
import type { PictureOutcome, PictureParts } from '../../model/vocabulary/picture';
import type { PlainMachine } from './machine';

/** The breaking op with the states around it. `expected` and `observed` are the states after it. */
export interface PicturedStep<Config, Op, Outcome, View> {
  readonly config: Config;
  readonly op: Op;
  readonly expectedOutcome: Outcome;
  readonly observedOutcome: Outcome;
  readonly before: View;
  readonly expected: View;
  readonly observed: View;
}

/** What a machine draws of a step. */
export type PlainPicture<Config, Op, Outcome, View> = (step: PicturedStep<Config, Op, Outcome, View>) => PictureParts;

/** How the trace of a machine is drawn. */
export interface PlainDrawing<Config, Op, Outcome, View> {
  readonly picture?: PlainPicture<Config, Op, Outcome, View> | undefined;
  /** The state in a few words, told with each op that changes it. */
  readonly stateText?: ((view: View) => string) | undefined;
}

/** What is drawn of a breaking op, what came of it in words, and how the ops before it led there. */
export interface PlainPictureParts extends PictureParts {
  readonly outcome: PictureOutcome | null;
  /** By op, up to the breaking one: the state that it left behind; null where that is as before it, or not told. */
  readonly states: readonly (string | null)[];
}

/** A picture of nothing but the ops: for machines that have nothing to draw, and subjects that died on the way. */
export const NO_PICTURE: PlainPictureParts = {
  maps: [],
  trees: [],
  entries: [],
  regions: [],
  ways: [],
  effects: [],
  outcome: null,
  states: [],
};

/** Runs a trace up to op `at` (the last one where that is the end of the trace) and draws what it did there. */
export function pictureAt<Config, Op, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  { picture, stateText }: PlainDrawing<Config, Op, Outcome, View>,
  subject: MachineSubject<Config, Op, Outcome, View>,
  { config, ops }: { readonly config: Config; readonly ops: readonly Op[] },
  at: number,
): PlainPictureParts {
  const shown = Math.min(at, ops.length - 1);
  const op = ops[shown];
  if (op === undefined) return NO_PICTURE;
  try {
    const behind = subject.start(config);
    const now = subject.start(config);
    const model = machine.start(config);
    const states = new Trail(stateText, now.view);
    for (const earlier of ops.slice(0, shown)) {
      for (const running of [behind, now, model]) running.step(earlier);
      states.note(now.view);
    }
    const observedOutcome = now.step(op);
    const expectedOutcome = model.step(op);
    states.note(now.view);
    const views = { before: behind.view, expected: model.view, observed: now.view };
    const parts = picture?.({ config, op, expectedOutcome, observedOutcome, ...views }) ?? NO_PICTURE;
    const outcome = outcomeOf(machine, op, expectedOutcome, observedOutcome, model.view, now.view);
    return { ...parts, outcome, states: states.told };
  } catch (error) {
    const [message] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { ...NO_PICTURE, outcome: { observed: `it threw: ${message!}`, expected: null } };
  }
}

/** The states that the ops of a trace leave behind, each told once. */
class Trail<View> {
  readonly told: (string | null)[] = [];
  private last: string;

  constructor(
    private readonly textOf: (view: View) => string = () => '',
    start: View,
  ) {
    this.last = textOf(start);
  }

  note(view: View): void {
    const text = this.textOf(view);
    this.told.push(text === this.last ? null : text);
    this.last = text;
  }
}

/** What came of the op in words; where that is as expected, how the state is not. */
function outcomeOf<Config, Op, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  op: Op,
  expected: Outcome,
  observed: Outcome,
  wanted: View,
  got: View,
): PictureOutcome {
  const text = machine.describeOutcome(op, observed);
  if (machine.compareOutcome(op, expected, observed) !== null)
    return { observed: text, expected: machine.describeOutcome(op, expected) };
  const state = machine.compareState(op, wanted, got);
  return { observed: state === null ? text : `${text}; ${state.reason}`, expected: null };
}
