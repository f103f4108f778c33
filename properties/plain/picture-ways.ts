import type { PictureWay, WayStation } from '../../model/vocabulary/picture';

/** Longest way that is drawn, but for its end: a call may do the same hundreds of times. */
const MOST_STATIONS = 12;
/** Stops that are shown before the first that is not as expected. */
const STOPS_BEFORE = 4;

/** One thing that a call did. */
export interface Stop {
  readonly name: string;
  readonly text: string;
}

const isSame = (a: Stop, b: Stop): boolean => a.name === b.name && a.text === b.text;

/**
 * What a call should do, and what it did, the last stop being how it ended; one way where they are the same. What it did
 * that it should not have done, or not there, is marked.
 */
export function callWays(expected: readonly Stop[], observed: readonly Stop[]): PictureWay[] {
  const right = commonStops(expected, observed);
  const did = observed.map((stop, i): WayStation => ({ ...stop, state: right.has(i) ? 'passed' : 'wrong' }));
  const part = observed.findIndex((stop, i) => expected[i] === undefined || !isSame(expected[i], stop));
  if (part === -1 && expected.length === observed.length)
    return [{ title: 'What the call did', stations: shown(did, 0) }];
  const from = Math.max(0, (part === -1 ? observed.length : part) - STOPS_BEFORE);
  const should = expected.map((stop): WayStation => ({ ...stop, state: 'passed' }));
  return [
    { title: 'What the call should do', stations: shown(should, from) },
    { title: 'What the call did', stations: shown(did, from) },
  ];
}

/** Indices of the observed stops that are in a longest common subsequence with the expected ones. */
function commonStops(expected: readonly Stop[], observed: readonly Stop[]): ReadonlySet<number> {
  const width = observed.length + 1;
  const longest = new Int32Array((expected.length + 1) * width);
  for (let i = expected.length - 1; i >= 0; i--)
    for (let j = observed.length - 1; j >= 0; j--)
      longest[i * width + j] = isSame(expected[i]!, observed[j]!)
        ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  const common = new Set<number>();
  for (let i = 0, j = 0; i < expected.length && j < observed.length;) {
    if (isSame(expected[i]!, observed[j]!)) {
      common.add(j);
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
    else j++;
  }
  return common;
}

/** Of a long way the stations from `from` on, and the end. */
function shown(stations: readonly WayStation[], from: number): readonly WayStation[] {
  const last = stations.length - 1;
  if (last <= MOST_STATIONS) return stations;
  const first = Math.max(0, Math.min(from, last - MOST_STATIONS));
  const left = last - MOST_STATIONS - first;
  return [
    ...(first > 0 ? [more(`${first} before`)] : []),
    ...stations.slice(first, first + MOST_STATIONS),
    ...(left > 0 ? [more(`${left} more like these`)] : []),
    ...stations.slice(last),
  ];
}

const more = (text: string): WayStation => ({ name: '…', text, state: 'passed' });
