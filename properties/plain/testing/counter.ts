import type { MachineSubject } from '../../../model/vocabulary/plain';
import { HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import type { PlainMachine } from '../machine';
import type { PlainRule } from '../rule';

/** A machine that counts, so that the engine can be tested on something that fits a page. */
export interface CounterConfig {
  readonly limit: number;
}
export type CounterOp = { readonly op: 'add'; readonly n: number } | { readonly op: 'reset' };
export interface CounterView {
  readonly total: number;
}

/** `add` answers with the new total, at most the limit; `reset` with 0. */
export type CounterOutcome = number;

/** What adding gives; a known-bad counter has another. */
type Add = (total: number, n: number, limit: number) => number;
const saturating: Add = (total, n, limit) => Math.min(limit, total + n);

export const counter = (
  name: string,
  add: Add,
): MachineSubject<CounterConfig, CounterOp, CounterOutcome, CounterView> => ({
  name,
  version: '1',
  start({ limit }) {
    const view = { total: 0 };
    return {
      view,
      step(op) {
        view.total = op.op === 'reset' ? 0 : add(view.total, op.n, limit);
        return view.total;
      },
    };
  },
});

export const GOOD = counter('good', saturating);
/** Goes beyond the limit. */
export const UNBOUNDED = counter('unbounded', (total, n) => total + n);
/** Off by one for one value only: no rule speaks of it. */
export const ODD = counter('odd', (total, n, limit) => saturating(total, n === 3 ? 2 : n, limit));
export const CRASHING = counter('crashing', (total, n, limit) => {
  if (n === 7) throw new Error('seven\nis too much');
  return saturating(total, n, limit);
});

const info = (id: `RMP-${string}`, statement: string) => ({
  id,
  title: statement,
  statement,
  source: 'the test',
  confidence: 'S' as const,
  level: 'required' as const,
  why: 'for the test',
  example: 'none',
});

export type CounterRule = PlainRule<CounterConfig, CounterOp, CounterOutcome, CounterView>;

export const RULES: readonly CounterRule[] = [
  {
    ...info('RMP-901', 'The total is at most the limit.'),
    scope: 'step',
    on: ['add'],
    check: ({ config, after }) => must(after.total <= config.limit),
    explain: ({ config, after }) => `total ${after.total}, limit ${config.limit}`,
  },
  {
    ...info('RMP-902', 'Adding never lessens the total.'),
    scope: 'step',
    on: ['add'],
    check: ({ before, after }) => must(after.total >= before.total),
    explain: ({ before, after }) => `from ${before.total} to ${after.total}`,
  },
  {
    ...info('RMP-903', 'A trace without ops ends at 0.'),
    scope: 'end',
    check: ({ ops, view }) => (ops.length > 0 ? NOT_EXERCISED : must(view.total === 0)),
    explain: ({ view }) => `total ${view.total}`,
  },
  {
    ...info('RMP-904', 'A reset ahead changes nothing.'),
    scope: 'relation',
    vary: (config, ops) => [{ config, ops: [{ op: 'reset' }, ...ops] }],
    check: (base, [other]) => must(base.view.total === other!.view.total),
    explain: (base, [other]) => `${base.view.total} and ${other!.view.total}`,
  },
  { ...info('RMP-905', 'Nobody looks at this.'), scope: 'untested', reason: 'nobody looks' },
];

export const COUNTER: PlainMachine<CounterConfig, CounterOp, CounterOutcome, CounterView> & {
  readonly name: 'counter';
} = {
  name: 'counter',
  start: (config) => GOOD.start(config),
  source: () => {
    let left = 0;
    let length = 0;
    let draw: { int(n: number): number } = { int: () => HELD };
    return {
      themes: ['short', 'long'],
      begin(d, theme) {
        draw = d;
        length = theme === 'short' ? 5 : 20;
        left = length;
        return { limit: 10 + d.int(20) };
      },
      prolong() {
        left = length;
      },
      next: () => (left-- <= 0 ? null : draw.int(8) === 0 ? { op: 'reset' } : { op: 'add', n: 1 + draw.int(9) }),
    };
  },
  rules: RULES,
  compareOutcome: (_, expected, observed) =>
    expected === observed ? null : { effect: 'another total', reason: `${observed} for ${expected}` },
  compareState: (_, expected, observed) =>
    expected.total === observed.total ? null : { effect: 'another state', reason: `${observed.total}` },
  isActive: () => true,
  alternatives: (config) =>
    config.limit === 1000 ? [] : [{ assumption: 'LIMIT', position: '1000', config: { limit: 1000 } }],
  describeConfig: ({ limit }) => `limit ${limit}`,
  describeOp: (op) => (op.op === 'add' ? `add ${op.n}` : 'reset'),
  describeOutcome: (_, total) => `total ${total}`,
  *simplerOps(op) {
    if (op.op === 'add') for (let n = 1; n < op.n; n++) yield { op: 'add', n };
  },
  *simplerConfigs({ limit }) {
    if (limit > 10) yield { limit: 10 };
  },
};
