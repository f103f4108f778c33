import type { Machine } from '../../../model/vocabulary/plain';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../../model/vocabulary/rmp-wrapper/op';
import { wrapperOutcome, type WrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../../model/vocabulary/rmp-wrapper/view';
import type { KernelProcess } from '../kbuild/process';
import type { SevHost } from './sev-host';

/** Bits of the first word of entry `configure`, reference/linux/sev/c/sev.c. */
const Configure = { rmpread: 1, segmentedRmp: 2, hostSnp: 4, iommuSnp: 8, cpuMissing: 16 } as const;
const PAGE = 4096;

/** What an entry of the program gave. */
interface Returned {
  readonly words: readonly bigint[];
  readonly outcome: WrapperOutcome;
}

/** One kernel from its boot on. */
export class SevMachine implements Machine<WrapperOp, WrapperOutcome, WrapperView> {
  /**
   * Finding and mapping the RMP; `value` is snp_rmptable_init's, or null if no table was found. A kernel whose boot fails
   * goes on without SNP.
   */
  readonly boot: WrapperOutcome;
  readonly view: WrapperView;
  private isOver = false;
  private isRetired = false;

  constructor(
    private readonly process: KernelProcess,
    private readonly config: WrapperConfig,
    private readonly host: SevHost,
  ) {
    this.boot = this.start();
    if (this.boot.value !== 0) this.configure(false);
    this.view = {
      rmp: host.rmp,
      directMapLevel: (spa) => host.directMap.level(spa),
      leaked: () => this.leaked(),
    };
  }

  /** Its process goes to another trace: nothing more can be asked of this one. */
  retire(): void {
    this.isRetired = true;
  }

  step(op: WrapperOp): WrapperOutcome {
    if (op.op === 'elsewhere') {
      if (!this.isOver) this.host.applyElsewhere(op.rmp);
      return wrapperOutcome(this.isOver ? { end: 'over' } : {});
    }
    this.host.splitFails = 'splitFails' in op && op.splitFails;
    this.host.leaf = op.op === 'dump' && op.leaf ? { level: op.leaf.level, spa: op.leaf.page * PAGE } : null;
    const { words, outcome } = this.call(op.op, wordsOf(op));
    if (op.op !== 'lookup') return outcome;
    const [, assigned, level, isAssignedWritten, isLevelWritten] = words;
    return {
      ...outcome,
      assigned: isAssignedWritten === 1n ? assigned === 1n : null,
      level: isLevelWritten === 1n ? Number(level) : null,
    };
  }

  /** Asks the kernel for its list; after a trace that ended early nothing can be asked, and it is empty. */
  private leaked(): { readonly count: number; readonly pages: readonly SpaPage[] } {
    this.host.leaked = [];
    const { words } = this.call('leaked', []);
    return { count: Number(words[0] ?? 0n), pages: this.host.leaked };
  }

  private start(): WrapperOutcome {
    this.configure(this.config.hostSnp);
    for (const { spa, pages } of this.config.ram) this.call('addMemory', [spa, pages].map(BigInt));
    const probe = this.call('probe', []);
    if (probe.words[0] !== 1n) return { ...probe.outcome, value: null };
    const init = this.call('init', []);
    return { ...init.outcome, events: [...probe.outcome.events, ...init.outcome.events] };
  }

  private configure(hostSnp: boolean): void {
    const { rmp, rmpread, iommuSnp, cpuMissing, ram } = this.config;
    const flags =
      (rmpread ? Configure.rmpread : 0) |
      (rmp.coverage.kind === 'segmented' ? Configure.segmentedRmp : 0) |
      (hostSnp ? Configure.hostSnp : 0) |
      (iommuSnp ? Configure.iommuSnp : 0) |
      (cpuMissing ? Configure.cpuMissing : 0);
    const maxPage = Math.max(0, ...ram.map(({ spa, pages }) => spa + pages));
    this.call('configure', [BigInt(flags), BigInt(maxPage), rmp.cBit === null ? 0n : 1n << BigInt(rmp.cBit)]);
  }

  private call(entry: string, words: readonly bigint[]): Returned {
    if (this.isRetired) throw new Error('this kernel has made room for a later one');
    if (this.isOver) return { words: [], outcome: wrapperOutcome({ end: 'over' }) };
    const { host } = this;
    host.events = [];
    const { how: end, words: results, why } = this.process.call(entry, words, host);
    this.isOver = end !== 'ok';
    const value = results.length === 0 ? null : Number(BigInt.asIntN(64, results[0]!));
    return { words: results, outcome: wrapperOutcome({ end, why, value, events: host.events }) };
  }
}

function wordsOf(op: Exclude<WrapperOp, { op: 'elsewhere' }>): bigint[] {
  switch (op.op) {
    case 'makePrivate':
      return [op.page, op.gpa, op.level, op.asid, Number(op.immutable)].map(BigInt);
    case 'makeShared':
      return [op.page, op.level].map(BigInt);
    case 'leak':
      return [op.page, op.pages, Number(op.dump)].map(BigInt);
    case 'makeCompound':
      return [op.page, op.order].map(BigInt);
    case 'dump':
      return [BigInt(op.hva)];
    case 'lookup':
    case 'psmash':
      return [BigInt(op.page)];
    case 'prepare':
    case 'shutdown':
      return [];
  }
}
