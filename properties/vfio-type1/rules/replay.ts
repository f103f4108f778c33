/** Rule on what a domain that is attached later gets: dma-mmio.md 5.6 (b), D5-1. */
import { Prot, protText } from '../../../model/vocabulary/prot';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { Type1EndRule, Type1Run } from '../rule';
import { mapCalls, type MapCall } from './_calls';

/** Calls as they were made when pages were mapped, by IOVA. */
class Mapped {
  private calls: readonly MapCall[] = [];

  add(calls: readonly MapCall[]): void {
    this.calls = [...this.calls, ...calls];
  }

  drop(iova: bigint, end: bigint): void {
    this.calls = this.calls.filter((call) => call.iova + call.bytes <= iova || call.iova >= end);
  }

  clear(): void {
    this.calls = [];
  }

  get isEmpty(): boolean {
    return this.calls.length === 0;
  }

  /** A call whose pages had another MMIO flag when they were mapped. */
  differing(call: MapCall): MapCall | undefined {
    return this.calls.find(
      ({ iova, bytes, prot }) =>
        iova < call.iova + call.bytes && call.iova < iova + bytes && ((prot ^ call.prot) & Prot.MMIO) !== 0,
    );
  }
}

/** A replay that does not say what the map said: in words; null: none. Undefined: nothing was replayed. */
function otherReplay({ ops, outcomes }: Type1Run): string | null | undefined {
  const mapped = new Mapped();
  let domains: readonly number[] = [];
  let found: null | undefined;
  for (const [index, op] of ops.entries()) {
    const outcome = outcomes[index]!;
    if (op.op === 'attach') {
      const calls = mapCalls(outcome).filter(({ value }) => value === 0);
      if (domains.length > 0 && !mapped.isEmpty) {
        for (const call of calls) {
          const other = mapped.differing(call);
          if (other !== undefined)
            return `mapped at ${address(other.iova)} with ${protText(other.prot)}, replayed at ${address(call.iova)} with ${protText(call.prot)}`;
          found = null;
        }
      }
      if (outcome.value !== 0) continue;
      if (domains.length === 0) mapped.add(calls);
      domains = [op.domain, ...domains];
    } else if (outcome.value === 0 && op.op === 'map') mapped.add(mapCalls(outcome));
    else if (outcome.value === 0 && op.op === 'unmap' && !op.invalidateVaddr) {
      if (op.all) mapped.clear();
      else mapped.drop(op.iova, op.iova + op.size);
    } else if (outcome.value === 0 && op.op === 'detach') {
      domains = domains.filter((domain) => domain !== op.domain);
      if (domains.length === 0) mapped.clear();
    }
  }
  return found;
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
