import { ItemClass, type Field, type PageFormat } from '../../model/page-table/formats/format';
import type { PageTableConfig } from '../../model/vocabulary';
import type { Run } from './observed/records';

/** Different differences of items that are decoded to name the fields: one cause shows in the same few bits. */
const MOST_DECODED = 64;

/** One item of a walk: runs are counted by equal values, and so break where only a value differs. */
interface Item {
  readonly level: number;
  readonly index: number;
  readonly lo: number;
  readonly hi: number;
}

/**
 * How the items that a walk listed differ from the expected ones: some are missing, or more than expected, or others,
 * or in some fields of their entries; null if they are the same.
 */
export function entriesEffect(
  config: PageTableConfig,
  format: PageFormat,
  expected: readonly Run[],
  observed: readonly Run[],
): string | null {
  const wanted = expected.flatMap(itemsOf);
  const got = observed.map((run) => withoutAddress(config, format, run)).flatMap(itemsOf);
  if (got.length < wanted.length) return 'entries(missing)';
  if (got.length > wanted.length) return 'entries(extra)';
  const names = new Set<string>();
  const decoded = new Set<string>();
  for (let i = 0; i < wanted.length; i++) {
    const w = wanted[i]!;
    const g = got[i]!;
    if (w.level !== g.level || w.index !== g.index) return 'entries(other)';
    if (w.lo === g.lo && w.hi === g.hi) continue;
    const difference = `${w.level} ${w.hi ^ g.hi} ${w.lo ^ g.lo}`;
    if (decoded.has(difference) || decoded.size === MOST_DECODED) continue;
    decoded.add(difference);
    for (const name of fieldsApart(format, config, w, g)) names.add(name);
  }
  return names.size === 0 ? null : `entries(${[...names].sort().join(', ')})`;
}

const itemsOf = ({ level, index, count, lo, hi }: Run): Item[] =>
  Array.from({ length: count }, (_, i) => ({ level, index: index + i, lo, hi }));

/** Names of the fields in which two entries differ. */
function fieldsApart(format: PageFormat, { smeBit }: PageTableConfig, a: Item, b: Item): string[] {
  const [fields, others] = [a, b].map(({ level, lo, hi }) => format.describe(level, lo, hi, smeBit)) as [
    Field[],
    Field[],
  ];
  const apart = fields.filter((field, i) => field.value !== others[i]?.value).map(({ name }) => name);
  return apart.length > 0 ? apart : ['raw value'];
}

/** Address bits 51:12 in the high half; in the low half they are bits 31:12. */
const ADDRESS_HI = 0xf_ffff;

/** Pointers without their address bits: where tables lie is no part of what is expected. */
export function withoutAddress(config: PageTableConfig, format: PageFormat, run: Run): Run {
  if (run.level === 0 || run.level > 5 || format.classify(run.level, run.lo, run.hi) !== ItemClass.table) return run;
  const bit = config.smeBit;
  const cLo = bit !== null && bit < 32 ? (1 << bit) >>> 0 : 0;
  const cHi = bit !== null && bit >= 32 ? (1 << (bit - 32)) >>> 0 : 0;
  return { ...run, lo: (run.lo & (0xfff | cLo)) >>> 0, hi: (run.hi & (~ADDRESS_HI | cHi)) >>> 0 };
}
