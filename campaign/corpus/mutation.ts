import { Weights, type Draw } from '../../properties/engine/draw';

/** What mutation must know of a machine. */
export interface Tweaks<Config, Op> {
  /** The op with one field changed, or another op on the same place. */
  tweak(op: Op, config: Config, draw: Draw): Op;
  /** True if ops made for `other` may run under `config`. */
  fits(config: Config, other: Config): boolean;
  /** The op as it would be elsewhere, where a machine has two of a kind: the other domain. */
  mirror?(op: Op, config: Config): Op;
  /** Another configuration under which ops for `config` may run; the same where there is none. */
  reconfigure(config: Config, draw: Draw): Config;
}

/** A trace without the name of its machine. */
export interface Sequence<Config, Op> {
  readonly config: Config;
  readonly ops: readonly Op[];
}

type Kind = 'drop' | 'repeat' | 'splice' | 'insert' | 'tweak' | 'reconfigure';

/** Splices and tweaks bring what the generator does not draw; dropping shows what was needed. */
const KINDS = new Weights<Kind>([
  [15, 'drop'],
  [20, 'repeat'],
  [25, 'splice'],
  [10, 'insert'],
  [25, 'tweak'],
  [5, 'reconfigure'],
]);
/** Changes to one trace: mostly one, so that what was new about it is still there. */
const CHANGES = new Weights<number>([
  [60, 1],
  [30, 2],
  [10, 4],
]);
/** Percent of changes among the last ops, and how many these are. */
const TAIL_PERCENT = 50;
const TAIL_OPS = 12;
/** Ops that one change repeats or brings in at most. */
const MOST_OPS = 24;
/** How often a repeated window comes again: what counts, or wears out, shows after several times. */
const TIMES = new Weights<number>([
  [50, 1],
  [25, 2],
  [15, 4],
  [10, 8],
]);
/** Ops of a window that is repeated several times at most: few ops make a cycle. */
const MOST_CYCLE_OPS = 4;
/** Percent of repeated windows that come again elsewhere (`mirror`). */
const MIRROR_PERCENT = 30;

/** `base` changed: ops dropped, repeated, changed, brought in from `other`, or run under another configuration. */
export function mutated<Config, Op>(
  base: Sequence<Config, Op>,
  other: Sequence<Config, Op>,
  tweaks: Tweaks<Config, Op>,
  maxOps: number,
  draw: Draw,
): Sequence<Config, Op> {
  let { config } = base;
  let ops = base.ops;
  for (let left = draw.weighted(CHANGES); left > 0; left--) {
    const kind = draw.weighted(KINDS);
    if (kind === 'reconfigure') config = tweaks.reconfigure(config, draw);
    else ops = changed(kind, config, ops, tweaks.fits(config, other.config) ? other.ops : base.ops, tweaks, draw);
  }
  return { config, ops: ops.slice(0, maxOps) };
}

function changed<Config, Op>(
  kind: Exclude<Kind, 'reconfigure'>,
  config: Config,
  ops: readonly Op[],
  others: readonly Op[],
  tweaks: Tweaks<Config, Op>,
  draw: Draw,
): readonly Op[] {
  if (ops.length === 0 || others.length === 0) return ops;
  const at = placeIn(ops, draw);
  switch (kind) {
    case 'drop':
      return ops.toSpliced(at, 1 + draw.int(Math.min(MOST_OPS, ops.length - at)));
    case 'repeat':
      return repeated(config, ops, at, tweaks, draw);
    case 'splice':
      return ops.toSpliced(at + 1, draw.chance(50) ? 0 : ops.length, ...windowOf(others, draw));
    case 'insert':
      return ops.toSpliced(at + 1, 0, tweaks.tweak(ops[at]!, config, draw));
    case 'tweak':
      return ops.with(at, tweaks.tweak(ops[at]!, config, draw));
  }
}

/** Where a change is made. What a trace of the corpus showed, it showed at its end. */
const placeIn = (ops: readonly unknown[], draw: Draw): number =>
  draw.chance(TAIL_PERCENT) ? ops.length - 1 - draw.int(Math.min(TAIL_OPS, ops.length)) : draw.int(ops.length);

/** A window comes again, right behind itself: once, mirrored or not, or several times where it is short. */
function repeated<Config, Op>(
  config: Config,
  ops: readonly Op[],
  from: number,
  tweaks: Tweaks<Config, Op>,
  draw: Draw,
): readonly Op[] {
  const times = draw.weighted(TIMES);
  const window = ops.slice(from, from + 1 + draw.int(times === 1 ? MOST_OPS : MOST_CYCLE_OPS));
  const isMirrored = tweaks.mirror !== undefined && draw.chance(MIRROR_PERCENT);
  const again = isMirrored ? window.map((op) => tweaks.mirror!(op, config)) : window;
  return ops.toSpliced(from + window.length, 0, ...Array.from({ length: times }, () => again).flat());
}

/** Some ops that follow each other. */
function windowOf<Op>(ops: readonly Op[], draw: Draw): readonly Op[] {
  const from = draw.int(ops.length);
  return ops.slice(from, from + 1 + draw.int(MOST_OPS));
}
