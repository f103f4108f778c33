import type { Op, OpKind, Trace } from '../../model/vocabulary';
import { configRank } from './shrink-config';
import { protRank, SIMPLE_KINDS } from './shrink-fields';

const sum = (ops: readonly Op[], measure: (op: Op) => number): number =>
  ops.reduce((total, op) => total + measure(op), 0);

/** Kinds that do not map are all alike. */
const kindRank = (kind: OpKind): number => Math.max(0, SIMPLE_KINDS.indexOf(kind));

const isOdd = (offset: number): number => (offset === 0 ? 0 : offset === 0x800 ? 1 : 2);

/** What counts, from the most important on: each is only looked at where all before it are equal. */
const MEASURES: readonly ((trace: Trace) => number)[] = [
  ({ ops }) => ops.length,
  ({ ops }) => sum(ops, ({ segments }) => segments?.length ?? 0),
  ({ config }) => configRank(config),
  ({ ops }) => sum(ops, ({ kind }) => kindRank(kind)),
  ({ ops }) => sum(ops, ({ flags }) => (flags === 0 ? 0 : 1)),
  ({ ops }) => sum(ops, (op) => isOdd(op.iovaOffset) + isOdd(op.oaOffset) + isOdd(op.lenOffset)),
  ({ ops }) => sum(ops, ({ prot }) => (prot === 0 ? 0 : protRank(prot))),
  ({ ops }) => sum(ops, ({ len }) => len) + sum(ops, ({ segments }) => segments?.reduce((n, s) => n + s.len, 0) ?? 0),
  ({ ops }) => sum(ops, ({ iova }) => iova),
  ({ ops }) => sum(ops, ({ oa, segments }) => oa + (segments?.[0]?.oa ?? 0)),
];

/** True if `a` is simpler than `b`. A well-founded order, so that shrinking ends. */
export function isSimpler(a: Trace, b: Trace): boolean {
  for (const measure of MEASURES) {
    const difference = measure(a) - measure(b);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
