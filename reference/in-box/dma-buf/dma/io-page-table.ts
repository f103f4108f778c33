import type { Span } from '../../../../model/vocabulary/dma-buf/config';
import type { Iopte } from '../../../../model/vocabulary/dma-buf/view';

/** IOPTEs of one page each, next to each other, that lead to consecutive pages with the same prot. */
interface Run extends Span {
  readonly paddr: bigint;
  readonly prot: number;
}

/** An IO page table as runs of IOPTEs, lowest first. */
export class IoPageTable {
  private runs: Run[] = [];

  /** False, and nothing changed, where an IOPTE is there already. */
  map(base: bigint, paddr: bigint, bytes: bigint, prot: number): boolean {
    if (this.runs.some((run) => run.base < base + bytes && base < run.base + run.bytes)) return false;
    this.runs = [...this.runs, { base, paddr, bytes, prot }].sort((a, b) => (a.base < b.base ? -1 : 1));
    return true;
  }

  /** Clears every IOPTE of [base, base + bytes). */
  unmap(base: bigint, bytes: bigint): void {
    const end = base + bytes;
    this.runs = this.runs.flatMap((run) => {
      const runEnd = run.base + run.bytes;
      if (runEnd <= base || end <= run.base) return [run];
      const left = run.base < base ? [{ ...run, bytes: base - run.base }] : [];
      const right = end < runEnd ? [{ ...run, base: end, bytes: runEnd - end, paddr: run.paddr + end - run.base }] : [];
      return [...left, ...right];
    });
  }

  at(address: bigint): Iopte | null {
    const run = this.runs.find(({ base, bytes }) => address >= base && address < base + bytes);
    return run === undefined ? null : { paddr: run.paddr + address - run.base, prot: run.prot };
  }

  spans(): readonly Span[] {
    return this.runs;
  }
}
