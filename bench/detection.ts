/** Time to detection: how many cases, and seconds, three ways of searching take to convict the museum. */
import { parseArgs } from 'node:util';
import { culprits, type Culprit } from './detection/culprits';
import { generated, guided, uniform, type Detection, type Strategy } from './detection/strategies';
import { againstGenerated, heading, rowText, totals, type Cell, type Row } from './detection/table';

const STRATEGIES: readonly (readonly [name: string, strategy: Strategy])[] = [
  ['uniform', uniform],
  ['check', generated],
  ['campaign', guided],
];

const { values } = parseArgs({
  options: {
    /** Names, or `hard`; repeatable. Default: all. */
    exhibit: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '3' },
    /** Cases after which a search gives up. */
    cases: { type: 'string', default: '20000' },
    /** Strategies to leave out; repeatable. */
    without: { type: 'string', multiple: true, default: [] },
  },
});

const isWanted = ({ name, isHard }: Culprit): boolean =>
  values.exhibit === undefined || values.exhibit.includes(name) || (isHard && values.exhibit.includes('hard'));

async function main(seeds: number, cap: number): Promise<void> {
  const strategies = STRATEGIES.filter(([name]) => !values.without.includes(name));
  const names = strategies.map(([name]) => name);
  const wanted = culprits().filter(isWanted);
  if (wanted.length === 0) throw new Error(`no exhibit is called ${values.exhibit!.join(' or ')}`);
  console.log(
    `Median cases and seconds to conviction by the exhibit's own rule, ${seeds} seeds, at most ${cap} cases each.\n`,
  );
  console.log(heading(names));
  const rows: Row[] = [];
  for (const culprit of wanted) {
    const cells: Cell[] = [];
    for (const [, strategy] of strategies) cells.push(await detect(culprit, strategy, seeds, cap));
    rows.push({ culprit, cells });
    console.log(rowText(rows[rows.length - 1]!));
  }
  console.log(
    ['', ...totals(rows, names, cap), ...(names.length === 3 ? againstGenerated(rows, names, cap) : [])].join('\n'),
  );
}

async function detect(culprit: Culprit, strategy: Strategy, seeds: number, cap: number): Promise<Cell> {
  const detections: Detection[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const detection = await strategy(culprit, String(seed), cap);
    if (detection === null) return null;
    detections.push(detection);
  }
  return detections;
}

void main(Number(values.seeds), Number(values.cases));
