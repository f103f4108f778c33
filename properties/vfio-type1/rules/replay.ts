/** Rule on what a domain that is attached later gets: dma-mmio.md 5.6 (b), D5-1. */
import { Prot } from '../../../model/vocabulary/prot';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { Type1EndRule, Type1Run } from '../rule';
import { mapCalls, type MapCall } from './_calls';

/** IOVAs in a row that were mapped with MMIO, or without. */
interface Marked {
  readonly first: bigint;
  readonly end: bigint;
  readonly mmio: boolean;
}

const markOf = ({ iova, bytes, prot }: MapCall): Marked => ({
  first: iova,
  end: iova + bytes,
  mmio: (prot & Prot.MMIO) !== 0,
});

/** What of the IOVAs is mapped, and how it was marked when it was. */
class Marks {
  private marks: Marked[] = [];

  add(calls: readonly MapCall[]): void {
    for (const call of calls) {
      const mark = markOf(call);
      const last = this.marks.at(-1);
      if (last?.end === mark.first && last.mmio === mark.mmio)
        this.marks[this.marks.length - 1] = { ...last, end: mark.end };
      else this.marks.push(mark);
    }
  }

  /** Mappings that lie between the two are gone. */
  drop(first: bigint, end: bigint): void {
    this.marks = this.marks.flatMap((mark) => {
      const below = { ...mark, end: mark.end < first ? mark.end : first };
      const above = { ...mark, first: mark.first > end ? mark.first : end };
      return [below, above].filter((part) => part.first < part.end);
    });
  }

  /** What is marked otherwise than a call says now. */
  otherwise(call: MapCall): Marked | undefined {
    const mark = markOf(call);
    return this.marks.find(({ first, end, mmio }) => first < mark.end && mark.first < end && mmio !== mark.mmio);
  }
}

const TOP = 2n ** 64n;
const text = (mmio: boolean): string => (mmio ? 'with MMIO' : 'without MMIO');

/** A replay that does not say what the map said, in words; null: none does. Undefined: nothing was replayed. */
function otherReplay({ ops, outcomes }: Type1Run): string | null | undefined {
  const marks = new Marks();
  const domains = new Set<number>();
  let found: null | undefined;
  for (const [index, op] of ops.entries()) {
    const outcome = outcomes[index]!;
    const calls = mapCalls(outcome).filter(({ value }) => value === 0);
    if (op.op === 'attach' && domains.size > 0 && calls.length > 0) {
      const differs = calls.map((call) => marks.otherwise(call)).find((mark) => mark !== undefined);
      if (differs !== undefined)
        return `${address(differs.first)} was mapped ${text(differs.mmio)}, and replayed ${text(!differs.mmio)}`;
      found = null;
    }
    if (outcome.value !== 0) continue;
    follow(op, calls, marks, domains);
  }
  return found;
}

/** What is mapped, and attached, after an op that succeeded. */
function follow(op: Type1Op, calls: readonly MapCall[], marks: Marks, domains: Set<number>): void {
  if (op.op === 'map') marks.add(calls.filter(({ domain }) => domain === calls[0]!.domain));
  if (op.op === 'unmap' && !op.invalidateVaddr) marks.drop(op.iova, op.all ? TOP : op.iova + op.size);
  if (op.op === 'attach') {
    if (domains.size === 0) marks.add(calls);
    domains.add(op.domain);
  }
  if (op.op === 'detach') {
    domains.delete(op.domain);
    if (domains.size === 0) marks.drop(0n, TOP);
  }
}

export const VFIO_008: Type1EndRule = {
  scope: 'end',
  level: 'required',
  confidence: 'D',
  id: 'VFIO-008',
  title: 'a replay says what the map said',
  statement:
    'A page that is replayed into another domain has MMIO there if it had it when it was mapped, and else has not.',
  source: 'dma-mmio.md 5.6 (b), D5-1; seed 000 (Wei Wang)',
  why: 'The BAR has no C-bit in one domain and has one in the other, or RAM loses its own: what works for one device corrupts the other’s data.',
  example: 'A replay takes the flag of the mapping, which is that of its last run.',
  check(run) {
    const found = otherReplay(run);
    return found === undefined ? NOT_EXERCISED : must(found === null);
  },
  explain: (run) => otherReplay(run) ?? '',
};
