import { PageTableMachine } from '../../model/page-table';
import { formatOf } from '../../model/page-table/formats';
import type { Field } from '../../model/page-table/formats/format';
import type { Counterexample, DecodedField, Leaf, StateView, Trace } from '../../model/vocabulary';
import { hexAddress, hexRaw, pagesOf } from '../../model/vocabulary/units';
import type { Breach, Inspection } from './inspect';

/** Raw entries shown at most: a reader needs the first, not all 512 of a broken range. */
const MOST_ENTRIES = 3;

/** One entry of a state: where it is, its raw value, the leaf that it is or is a part of. */
export interface Item {
  readonly level: number;
  readonly page: number;
  readonly lo: number;
  readonly hi: number;
  readonly pointer: boolean;
  readonly leaf: Leaf | null;
}

/** Builds what a report prints of `breach`, for the trace that `inspection` looked at. */
export function counterexampleOf(
  trace: Trace,
  inspection: Inspection,
  breach: Breach,
  origin: { seed: string; caseNumber: number; originalOps: number },
): Counterexample {
  return {
    trace,
    op: breach.at,
    reason: breach.reason,
    entries: differingEntries(trace, inspection, breach.at),
    ...origin,
  };
}

/** The first raw entries in which what was observed after op `at` differs from what was expected. */
export function differingEntries(trace: Trace, inspection: Inspection, at: number): Counterexample['entries'] {
  const op = trace.ops[at];
  const observed = inspection.run?.steps[at]?.state;
  if (op === undefined || observed === undefined) return [];
  const machine = new PageTableMachine(trace.config);
  for (const earlier of trace.ops.slice(0, at + 1)) machine.step(earlier);
  const format = formatOf(trace.config.format);
  const sme = trace.config.smeBit;
  const wanted = itemsOf(machine.view(op.domain));
  const got = itemsOf(observed);
  const places = [...new Set([...wanted.keys(), ...got.keys()])];
  const entries: { where: string; expectedRaw: string; observedRaw: string; fields: DecodedField[] }[] = [];
  for (const place of places) {
    const e = wanted.get(place);
    const o = got.get(place);
    if (sameItem(e, o)) continue;
    const fields = sideBySide(
      e === undefined ? [] : format.describe(e.level, e.lo, e.hi, sme),
      o === undefined ? [] : format.describe(o.level, o.lo, o.hi, sme),
    );
    entries.push({ where: whereOf(e ?? o!), expectedRaw: rawOf(e), observedRaw: rawOf(o), fields });
    if (entries.length === MOST_ENTRIES) break;
  }
  return entries;
}

/** The entries of a state, by level and page. */
export function itemsOf(state: StateView): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const leaf of state.leaves()) {
    const { level, page, lo, hi } = leaf;
    items.set(`${level}@${page}`, { level, page, lo, hi, pointer: false, leaf });
  }
  for (const table of state.tables()) {
    const level = table.level + 1;
    items.set(`${level}@${table.page}`, {
      level,
      page: table.page,
      lo: table.lo,
      hi: table.hi,
      pointer: true,
      leaf: null,
    });
  }
  return items;
}

/** Pointers are compared by presence only: where tables lie is the subject's business, and rules judge their bits. */
export function sameItem(a: Item | undefined, b: Item | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.pointer || b.pointer) return a.pointer === b.pointer && (a.lo & 0xfff) === (b.lo & 0xfff);
  return a.lo === b.lo && a.hi === b.hi && a.leaf?.found === b.leaf?.found;
}

const rawOf = (item: Item | undefined): string => (item === undefined ? 'empty' : hexRaw(item.lo, item.hi));

function whereOf({ level, page, pointer, leaf }: Item): string {
  const what = pointer ? 'pointer' : `leaf of ${pagesOf(leaf!.lg) * 4} KiB`;
  return `level ${level}, iova ${hexAddress(page)}, ${what}`;
}

function sideBySide(expected: readonly Field[], observed: readonly Field[]): DecodedField[] {
  const names = [...new Set([...expected, ...observed].map((f) => `${f.name} [${f.bits}]`))];
  const value = (fields: readonly Field[], name: string): string =>
    fields.find((f) => `${f.name} [${f.bits}]` === name)?.value ?? '–';
  return names.map((field) => ({ field, expected: value(expected, field), observed: value(observed, field) }));
}
