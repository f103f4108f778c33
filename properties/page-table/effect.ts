import type { PageFormat } from '../../model/page-table/formats/format';
import type { Event, PageTableConfig } from '../../model/vocabulary';
import { errnoText } from '../../model/vocabulary/errno';
import { RUN_WORDS, Word } from '../../model/vocabulary/observation';
import { EventKind, Status } from '../../model/vocabulary/outcome';
import { rawU64 } from '../../model/vocabulary/units';
import { entriesEffect, withoutAddress } from './effect-entries';
import { eventsOf, firstRunOf, runsOf, type Run } from './observed/records';

const EVENT_NAMES = new Map<number, string>(Object.entries(EventKind).map(([name, value]) => [value, name]));

/**
 * In one word group, how the observed record of an op differs from the expected one; null if it does not. Only the
 * first difference in the order status, ret, value, entries, top, translations, tables, events is named: one cause usually shows in several.
 */
export function effectOf(
  config: PageTableConfig,
  format: PageFormat,
  expected: Uint32Array,
  at: number,
  observed: Uint32Array,
  oat: number,
): string | null {
  const differs = (word: number): boolean => expected[at + word] !== observed[oat + word];
  if (differs(Word.status)) return statusEffect(expected[at + Word.status]!, observed[oat + Word.status]!);
  if (differs(Word.ret)) {
    return `ret(${errnoText(observed[oat + Word.ret]! | 0)} for ${errnoText(expected[at + Word.ret]! | 0)})`;
  }
  if (differs(Word.valueLo) || differs(Word.valueHi)) {
    const wanted = rawU64(expected[at + Word.valueLo]!, expected[at + Word.valueHi]!);
    const got = rawU64(observed[oat + Word.valueLo]!, observed[oat + Word.valueHi]!);
    return got > wanted ? 'value(more)' : 'value(less)';
  }
  const wanted = runsOf(expected, at);
  const got = runsOf(observed, oat);
  const entries = entriesEffect(config, format, wanted.filter(isEntry), got.filter(isEntry));
  if (entries !== null) return entries;
  if (differs(Word.topLevel)) return 'top';
  for (let w = Word.firstPhysLo; w <= Word.lastPhysHi; w++) if (differs(w)) return 'translation';
  if (differs(Word.allocations) || differs(Word.frees) || differs(Word.liveTables)) return 'tables';
  if (!wanted.every((run, i) => isEntry(run) || isSameMarker(run, got[i]!))) return 'tables';
  return eventsEffect(expected, at, observed, oat);
}

/** The marker run before each domain's tree tells of the domain, not of an entry. */
const MARKER_LEVEL = 15;
const isEntry = (run: Run): boolean => run.level !== MARKER_LEVEL;
/** Top level and live tables of the domain. */
const isSameMarker = (a: Run, b: Run): boolean => a.count === b.count && a.lo === b.lo;

function statusEffect(expected: number, observed: number): string {
  if ((observed & Status.bug) !== 0) return 'BUG';
  if ((observed & Status.fault) !== 0) return 'memory fault';
  if ((observed & Status.hang) !== 0) return 'does not return';
  return `warnings(${observed & Status.warnings} for ${expected & Status.warnings})`;
}

/**
 * True if the observed record is the expected one but for the address bits of pointers. Says nothing about where they
 * differ, but says it fast.
 */
export function sameButForAddresses(
  config: PageTableConfig,
  format: PageFormat,
  expected: Uint32Array,
  at: number,
  observed: Uint32Array,
  oat: number,
): boolean {
  const length = expected[at]!;
  if (length !== observed[oat]) return false;
  const runs = firstRunOf(expected, at) - at;
  for (let w = 0; w < runs; w++) if (expected[at + w] !== observed[oat + w]) return false;
  for (let w = runs; w < length; w += RUN_WORDS) {
    const lo = observed[oat + w + 1]!;
    const hi = observed[oat + w + 2]!;
    const head = expected[at + w]!;
    if (head !== observed[oat + w]) return false;
    if (expected[at + w + 1] === lo && expected[at + w + 2] === hi) continue;
    const run = { level: head >>> 28, index: 0, count: 1, lo, hi };
    const bare = withoutAddress(config, format, run);
    if (bare === run || expected[at + w + 1] !== bare.lo || expected[at + w + 2] !== bare.hi) return false;
  }
  return true;
}

/** Kinds of the events from the first that differs to the last; one that is missing does not make all behind it differ. */
function eventsEffect(expected: Uint32Array, at: number, observed: Uint32Array, oat: number): string | null {
  const wanted = eventsOf(expected, at);
  const got = eventsOf(observed, oat);
  while (wanted.length > 0 && got.length > 0 && sameEvent(wanted[0]!, got[0]!)) {
    wanted.shift();
    got.shift();
  }
  while (wanted.length > 0 && got.length > 0 && sameEvent(wanted.at(-1)!, got.at(-1)!)) {
    wanted.pop();
    got.pop();
  }
  const kinds = new Set([...wanted, ...got].map(({ kind }) => EVENT_NAMES.get(kind) ?? String(kind)));
  return kinds.size === 0 ? null : `events(${[...kinds].sort().join(', ')})`;
}

const sameEvent = (a: Event, b: Event): boolean =>
  a.kind === b.kind &&
  a.count === b.count &&
  a.start === b.start &&
  a.startOffset === b.startOffset &&
  a.end === b.end &&
  a.endOffset === b.endOffset;
