/** One map against two that make up the same range: page-tables.md 8.5, PT-059. */
import type { Op, StateView, Trace } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { Prot } from '../../../model/vocabulary/prot';
import { hexAddress } from '../../../model/vocabulary/units';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  HELD,
  NOT_EXERCISED,
  type RelationRule,
  type TraceRun,
} from '../rule';
import { touchesCBit } from './_map-request';
import { endOf } from './_range';

/** A half may be left with the smallest size only, however large the leaves of the whole were: no more than two tables of them. */
const MOST_PAGES = 1024;

/** True if the op can be cut at any 4 KiB boundary without asking for something else. */
function canBeCut(op: Op, { contract, smeBit }: Trace['config']): boolean {
  const bare = op.kind === OpKind.map || op.kind === OpKind.mapPages;
  // In io-pgtable the op itself takes one page size: only the core may be asked for any length.
  if (op.kind !== OpKind.iommuMap && !(bare && contract === 'generic-pt')) return false;
  if (op.len < 2 || op.len > MOST_PAGES || op.flags !== 0 || (op.prot & (Prot.READ | Prot.WRITE)) === 0) return false;
  return (op.iovaOffset | op.oaOffset | op.lenOffset) === 0 && !touchesCBit(smeBit, op.oa, op.oa + op.len - 1);
}

/** Index of the last op that can be cut; −1 if there is none. */
const cutOp = (trace: Trace): number => trace.ops.findLastIndex((op) => canBeCut(op, trace.config));

/** First page of [first, last] that two states translate differently, or null. */
function firstDifference(a: StateView, b: StateView, first: number, last: number): number | null {
  for (let page = first; page <= last;) {
    const inA = a.leafAt(page);
    const inB = b.leafAt(page);
    if (inA === null || inB === null) {
      if (inA !== inB) return page;
      page++;
      continue;
    }
    if (inA.oa - inA.page !== inB.oa - inB.page) return page;
    page = Math.min(endOf(inA), endOf(inB));
  }
  return null;
}

/** Index of the cut op and what differs after it, or null where the runs cannot be compared. */
function compare(base: TraceRun, variant: TraceRun): { at: number; page: number | null; ret: number } | null {
  const at = cutOp(base.trace);
  if (at < 0 || base.outcomes[at]!.ret !== 0) return null;
  const op = base.trace.ops[at]!;
  const failed = variant.outcomes[at]!.ret || variant.outcomes[at + 1]!.ret;
  if (failed !== 0) return { at, page: null, ret: failed };
  const page = firstDifference(base.ends[op.domain]!, variant.ends[op.domain]!, op.iova, op.iova + op.len - 1);
  return { at, page, ret: 0 };
}

export const PT_059: RelationRule = {
  id: 'PT-059',
  title: 'Split calls translate alike',
  statement: 'A map that succeeds, and two maps that make up the same range in its place, translate every page alike.',
  source: 'page-tables.md 3.2; 8.5',
  confidence: 'V',
  level: 'required',
  why: 'How a caller cuts its buffer must not decide where the device’s accesses go.',
  example: 'The physical address of the second part is taken from the start of the first.',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'relation',
  looksAt: 'ends',
  // What comes after the op that is cut has no part in it.
  baseOf: (trace) => ({ ...trace, ops: trace.ops.slice(0, cutOp(trace) + 1) }),
  vary(trace) {
    const { config, ops } = trace;
    // A layout of smaller leaves may need more tables, a second start another verdict on its address.
    if (config.domainType !== 'paging' || ops.some((op) => op.kind === OpKind.budget)) return null;
    if ((config.pageSizes & 0x1000n) === 0n || config.assumptions['AMB-PA-HAS-C'] === 'strict') return null;
    const at = cutOp(trace);
    if (at < 0) return null;
    const op = ops[at]!;
    const cut = Math.floor(op.len / 2);
    const head = { ...op, len: cut };
    const tail = { ...op, iova: op.iova + cut, oa: op.oa + cut, len: op.len - cut };
    return [{ ...trace, ops: [...ops.slice(0, at), head, tail] }];
  },
  check(base, [variant]) {
    const result = compare(base, variant!);
    if (result === null) return NOT_EXERCISED;
    return result.ret !== 0 || result.page !== null ? BROKEN : HELD;
  },
  explain(base, [variant]) {
    const result = compare(base, variant!);
    if (result === null) return 'the runs cannot be compared';
    return result.ret !== 0
      ? `op ${result.at} succeeds as one map, but returns ${result.ret} when it is cut in two`
      : `op ${result.at}, cut in two, translates ${hexAddress(result.page!)} to another page than as one map`;
  },
};
