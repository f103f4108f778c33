import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export interface Options {
  readonly seed: string;
  readonly cases: number;
  readonly workers: number;
  /** Mutants to draw from all of them; Infinity for all. */
  readonly sample: number;
  /** Only mutants whose place holds this text. */
  readonly only: string;
  readonly json: string | null;
  /** Percent below which the run fails. */
  readonly threshold: number;
}

const QUICK_SAMPLE = 200;

export const USAGE = `npm run mutants -- [options]
  --quick         ${QUICK_SAMPLE} mutants, always the same ones
  --sample N      N mutants
  --only TEXT     only mutants whose path:line:column holds TEXT
  --cases N       cases on each of the three stands (default 200)
  --seed TEXT     seed of cases and sample (default mutants)
  --workers N     threads (default: one per core)
  --threshold P   exit 1 if fewer than P percent are convicted (default 70)
  --json FILE     write every mutant's fate to FILE`;

/** Throws TypeError or RangeError with a message for the user. */
export function parseOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      sample: text,
      only: { ...text, default: '' },
      cases: { ...text, default: '200' },
      seed: { ...text, default: 'mutants' },
      workers: { ...text, default: String(availableParallelism()) },
      threshold: { ...text, default: '70' },
      json: text,
    },
  });
  const all = values.quick ? QUICK_SAMPLE : Infinity;
  return {
    seed: values.seed,
    cases: whole('cases', values.cases),
    workers: whole('workers', values.workers),
    sample: values.sample === undefined ? all : whole('sample', values.sample),
    only: values.only,
    json: values.json ?? null,
    threshold: Number(values.threshold),
  };
}

function whole(name: string, text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`--${name} ${text}: say a whole number from 1 on`);
  return n;
}
