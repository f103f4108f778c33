/** A numeric axis: values to places, and the values at which it is labelled. */
export interface Scale {
  readonly ticks: readonly number[];
  /** 0 … 1 along the axis. */
  place(value: number): number;
}

/** Labels of a linear axis, about. */
const TICKS = 4;

/** From 0 to `most`, labelled at round numbers that are `leastStep` apart or more. */
export function linearScale(most: number, leastStep = 0): Scale {
  const end = most > 0 ? most : 1;
  const step = roundStep(Math.max(end / TICKS, leastStep));
  return {
    ticks: Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step),
    place: (value) => value / end,
  };
}

/** 1, 2, 2.5 or 5 times a power of ten, at least `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 2.5, 5].find((factor) => factor * power >= least) ?? 10);
}

/** From `least` (above 0) to `most`, labelled at powers of ten. Values below `least` are put at its beginning. */
export function logScale(least: number, most: number): Scale {
  const first = Math.floor(Math.log10(least));
  const last = Math.max(first + 1, Math.log10(most));
  const powers = Array.from({ length: Math.floor(last + 1e-9) - first + 1 }, (_, i) => first + i);
  // More than a handful of labels do not fit next to each other.
  const every = Math.ceil(powers.length / 6);
  return {
    ticks: powers.filter((_, i) => i % every === 0).map((power) => 10 ** power),
    place: (value) => (Math.max(first, Math.log10(Math.max(value, Number.MIN_VALUE))) - first) / (last - first),
  };
}
