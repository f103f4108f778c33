import { MOST_LEAVES, type Moments, type PictureLeaf } from '../../model/vocabulary/picture';
import { pagesOf } from '../../model/vocabulary/units';

/** Something that is there in some of the three states. */
export interface Sighting<T> extends Moments {
  readonly item: T;
}

/** Lays three states side by side: each thing once, told apart by `keyOf`, with the states that it is in. */
export function sightings<T>(
  before: Iterable<T>,
  expected: Iterable<T>,
  observed: Iterable<T>,
  keyOf: (item: T) => string,
): Sighting<T>[] {
  const found = new Map<string, { item: T; before: boolean; expected: boolean; observed: boolean }>();
  const note = (items: Iterable<T>, moment: keyof Moments): void => {
    for (const item of items) {
      const key = keyOf(item);
      const seen = found.get(key) ?? { item, before: false, expected: false, observed: false };
      seen[moment] = true;
      found.set(key, seen);
    }
  };
  note(before, 'before');
  note(expected, 'expected');
  note(observed, 'observed');
  return [...found.values()];
}

/** Pages that a reader looks at. */
export interface Focus {
  readonly first: number;
  readonly pages: number;
}

/** Distance of a run of leaves from the focus, in pages; 0 where they meet. */
function distance({ first, lg, count }: PictureLeaf, focus: Focus | null): number {
  if (focus === null) return 0;
  const end = first + count * pagesOf(lg);
  return Math.max(0, first - (focus.first + focus.pages), focus.first - end);
}

const follows = (a: PictureLeaf, b: PictureLeaf): boolean =>
  a.first + a.count * pagesOf(a.lg) === b.first &&
  a.target + a.count * pagesOf(a.lg) === b.target &&
  a.lg === b.lg &&
  a.kind === b.kind &&
  a.mark === b.mark &&
  a.wrong === b.wrong &&
  a.before === b.before &&
  a.expected === b.expected &&
  a.observed === b.observed;

/**
 * Leaves as an address map shows them: neighbours that continue each other as one run, and of too many runs those that
 * are wrong or nearest to the focus. Ascending.
 */
export function shownLeaves(
  leaves: readonly PictureLeaf[],
  focus: Focus | null,
): { readonly leaves: readonly PictureLeaf[]; readonly leftOut: number } {
  const runs: PictureLeaf[] = [];
  // By states first, so that what one state has between two leaves of another does not part them.
  for (const leaf of [...leaves].sort((a, b) => statesOf(a) - statesOf(b) || a.first - b.first)) {
    const last = runs.at(-1);
    if (last !== undefined && follows(last, leaf)) runs[runs.length - 1] = { ...last, count: last.count + leaf.count };
    else runs.push(leaf);
  }
  const kept = runs
    .sort((a, b) => Number(b.wrong) - Number(a.wrong) || distance(a, focus) - distance(b, focus) || a.first - b.first)
    .slice(0, MOST_LEAVES)
    .sort((a, b) => a.first - b.first || a.lg - b.lg);
  return { leaves: kept, leftOut: runs.length - kept.length };
}

const statesOf = ({ before, expected, observed }: Moments): number =>
  Number(before) * 4 + Number(expected) * 2 + Number(observed);
