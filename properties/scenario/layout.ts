import type { IoTable } from '../../model/vocabulary/device-access/config';
import type { Scenario } from './schema';

/** Pages that each table may take. */
const TABLE_PAGES = 32;
/** Where tables lie: far below the memory that scenarios speak of. Page numbers. */
const HOST_TABLES_AT = 0x1_0000;
const GUEST_TABLES_AT = 0x2_0000;
/** Guest pages by which a guest's tables are called. */
const GUEST_TABLES_GPA = 0x7_0000;

/** A table of the scenario in the machine's configuration. */
export interface PlacedTable extends IoTable {
  /** Its number in `config.tables`. */
  readonly number: number;
}

/** Where the tables of a scenario lie. */
export interface Layout {
  readonly tables: readonly IoTable[];
  table(name: string): PlacedTable;
  /** The GCR3 table by which an untrusted device finds its first stage. */
  gcr3Of(device: string): PlacedTable;
}

/** A name that the scenario uses and does not define. */
export class UnknownName extends Error {
  constructor(kind: string, name: string, known: readonly string[]) {
    super(`there is no ${kind} called ${name}; the scenario defines ${known.join(', ') || 'none'}`);
  }
}

/** Gives every table of `scenario`, and the GCR3 table of every untrusted device with a first stage, its place. */
export function layoutOf({ tables, devices }: Scenario): Layout {
  const placed = new Map<string, PlacedTable>();
  const add = (key: string, format: IoTable['format'], levels: number, guest: boolean): void => {
    const number = placed.size;
    const spa = (format === 'amdv1' ? HOST_TABLES_AT : GUEST_TABLES_AT) + number * TABLE_PAGES;
    const address = guest ? GUEST_TABLES_GPA + number * TABLE_PAGES : spa;
    placed.set(key, { format, levels, address, spa, pages: TABLE_PAGES, number });
  };
  const nested = (name: string): boolean =>
    Object.values(devices).some(({ stage1, stage2 }) => stage1 === name && stage2 !== undefined);
  for (const [name, { stage, levels }] of Object.entries(tables))
    add(name, stage === 1 ? 'amdv2' : 'amdv1', levels, stage === 1 && nested(name));
  for (const [name, { trusted, stage1, stage2 }] of Object.entries(devices))
    if (!trusted && stage1 !== undefined) add(`gcr3 of ${name}`, 'gcr3', 1, stage2 !== undefined);
  const named = (key: string, kind: string, name: string): PlacedTable => {
    const found = placed.get(key);
    if (found === undefined) throw new UnknownName(kind, name, Object.keys(tables));
    return found;
  };
  return {
    tables: [...placed.values()].map(({ number: _, ...table }) => table),
    table: (name) => named(name, 'table', name),
    gcr3Of: (device) => named(`gcr3 of ${device}`, 'GCR3 table', device),
  };
}

/** True where guest pages name the table: it needs leaves of the second stage to be found. */
export const liesInGuest = (table: IoTable): boolean => table.address !== table.spa;
