/**
 * Counts what a check of a subject exercises: cases by theme, ops by kind, cases by configuration. It draws the same
 * cases (same seed, same numbers) and runs none. docs/findings.md has its output.
 */
import { PROFILES } from '../../model/page-table/profiles';
import type { PageTableConfig, Trace } from '../../model/vocabulary';
import { OP_NAMES } from '../../model/vocabulary/op';
import { profileFor } from '../../cli/search';
import { seededDraw } from '../../properties/engine/draw';
import { CaseGenerator, drawTrace } from '../../properties/page-table/generator';
import { openSubject } from '../../reference/registry';

const USAGE = 'usage: node dist/tools/exercised/main.js <subject> <cases> <seed>…, from the root of the project';

/** The parts of a configuration that are counted, as text. */
const FIELDS: Readonly<Record<string, (config: PageTableConfig) => string>> = {
  'IOVA bits': ({ vasz }) => String(vasz),
  'top level': ({ topLevel }) => String(topLevel),
  'OA bits': ({ oasz }) => String(oasz),
  'C-bit': ({ smeBit }) => String(smeBit ?? 'none'),
  'smallest page': ({ pageSizes }) => (pageSizes === 0n ? 'none' : `2^${smallestLg(pageSizes)}`),
  flush: ({ flush }) => flush,
  queued: ({ queued }) => String(queued),
  domains: ({ domains }) => String(domains),
  domain: ({ domainType }) => domainType,
};

const smallestLg = (sizes: bigint): number => (sizes & -sizes).toString(2).length - 1;

class Counts {
  private readonly tables = new Map<string, Map<string, number>>();

  add(table: string, row: string, count = 1): void {
    let rows = this.tables.get(table);
    if (rows === undefined) this.tables.set(table, (rows = new Map<string, number>()));
    rows.set(row, (rows.get(row) ?? 0) + count);
  }

  /** One line of a markdown table for each thing counted. */
  toString(): string {
    const line = (rows: Map<string, number>): string =>
      [...rows]
        .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
        .map(([row, count]) => `${row} ${count.toLocaleString('en')}`)
        .join(', ');
    return [...this.tables].map(([table, rows]) => `| ${table} | ${line(rows)} |`).join('\n');
  }
}

function count(counts: Counts, theme: string, { config, ops }: Trace): void {
  counts.add('cases by theme', theme);
  for (const op of ops) counts.add('ops', OP_NAMES[op.kind]!);
  for (const [field, textOf] of Object.entries(FIELDS)) counts.add(field, textOf(config));
}

async function main([name, cases, ...seeds]: readonly string[]): Promise<number> {
  if (name === undefined || !Number.isInteger(Number(cases)) || seeds.length === 0) {
    console.error(USAGE);
    return 64;
  }
  // Nothing is run: what it can do is all that is asked of it.
  const { capabilities } = await openSubject(name, { isolated: false });
  const { contract, assumptions } = PROFILES[profileFor(undefined, capabilities)]!;
  const generator = new CaseGenerator({ contract, assumptions, capabilities });
  const counts = new Counts();
  for (const seed of seeds) {
    for (let k = 0; k < Number(cases); k++) {
      const trace = drawTrace(generator, seededDraw(seed, k));
      count(counts, generator.theme.name, trace);
    }
  }
  console.log(counts.toString());
  return 0;
}

void main(process.argv.slice(2)).then((code) => (process.exitCode = code));
