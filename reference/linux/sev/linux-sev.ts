import type { Machine } from '../../../model/vocabulary/plain';
import { SubjectError } from '../../subject-error';
import { KernelProcess, type CallEnd } from '../kbuild/process';
import type { SevConfig } from './config';
import type { SevOp } from './op';
import type { RmpOracle } from './oracle';
import type { SevOutcome, SevView } from './outcome';
import { SevHost } from './sev-host';

/** Bits of the first word of entry `configure`, reference/linux/sev/c/sev.c. */
const Configure = { rmpread: 1, segmentedRmp: 2, hostSnp: 4, iommuSnp: 8, cpuMissing: 16 } as const;
const PAGE = 4096;
const MOST_PAGES = 2 ** 28;

/**
 * arch/x86/virt/svm/sev.c of a released kernel as a machine. One program serves one trace at a time: starting a machine
 * ends the one before.
 */
export class LinuxSev {
  private readonly process: KernelProcess;

  /** @throws SubjectError if `program` (`.linux/lib/linux-…-sev`) cannot be run. */
  constructor(program: string) {
    this.process = new KernelProcess(program);
  }

  /**
   * Boots: finds the RMP, and maps it. What that did is `boot` of the machine; a kernel whose boot fails goes on without SNP.
   * @throws SubjectError for a configuration that the stand does not have
   */
  start(config: SevConfig, oracle: RmpOracle): SevMachine {
    for (const { spa, pages } of config.ram)
      if (spa % 512 !== 0 || pages % 512 !== 0 || spa + pages > MOST_PAGES)
        throw new SubjectError(`RAM at page ${spa}: it must be whole 2 MiB regions below 1 TiB`);
    this.process.reset();
    return new SevMachine(this.process, config, new SevHost(config, oracle));
  }

  close(): void {
    this.process.close();
  }
}

/** One kernel from its boot on. */
export class SevMachine implements Machine<SevOp, SevOutcome, SevView> {
  /** Finding and mapping the RMP; `value` is snp_rmptable_init's, or null if no table was found. */
  readonly boot: SevOutcome;
  private isOver = false;

  constructor(
    private readonly process: KernelProcess,
    private readonly config: SevConfig,
    private readonly host: SevHost,
  ) {
    this.boot = this.start();
    if (this.boot.value !== 0 && !this.isOver) this.configure(false);
  }

  step(op: SevOp): SevOutcome {
    this.host.splitFails = 'splitFails' in op && op.splitFails === true;
    this.host.leaf = op.op === 'dump' && op.leaf ? { level: op.leaf.level, spa: op.leaf.page * PAGE } : null;
    const { end, outcome } = this.call(op.op, wordsOf(op));
    if (op.op !== 'lookup' || end === null) return outcome;
    const [, assigned, level, isAssignedWritten, isLevelWritten] = end.words;
    return {
      ...outcome,
      assigned: isAssignedWritten === 1n ? assigned === 1n : null,
      level: isLevelWritten === 1n ? Number(level) : null,
    };
  }

  /** What the kernel has now; after a trace that ended early nothing can be asked, and the list is empty. */
  get view(): SevView {
    this.host.leaked = [];
    const { end } = this.call('leaked', []);
    return {
      leakedCount: Number(end?.words[0] ?? 0n),
      leakedPages: this.host.leaked,
      directMapLevel: (spa) => this.host.directMap.level(spa),
    };
  }

  private start(): SevOutcome {
    this.configure(this.config.hostSnp);
    for (const { spa, pages } of this.config.ram) this.call('addMemory', [spa, pages].map(BigInt));
    const probe = this.call('probe', []);
    if (probe.end?.words[0] !== 1n) return { ...probe.outcome, value: null };
    const init = this.call('init', []);
    return { ...init.outcome, events: [...probe.outcome.events, ...init.outcome.events] };
  }

  private configure(hostSnp: boolean): void {
    const { rmpread, coverage, iommuSnp, cpuMissing, ram, cBit } = this.config;
    const flags =
      (rmpread ? Configure.rmpread : 0) |
      (coverage.kind === 'segmented' ? Configure.segmentedRmp : 0) |
      (hostSnp ? Configure.hostSnp : 0) |
      (iommuSnp ? Configure.iommuSnp : 0) |
      (cpuMissing ? Configure.cpuMissing : 0);
    const maxPage = Math.max(0, ...ram.map(({ spa, pages }) => spa + pages));
    this.call('configure', [BigInt(flags), BigInt(maxPage), cBit === null ? 0n : 1n << BigInt(cBit)]);
  }

  private call(entry: string, words: readonly bigint[]): { end: CallEnd | null; outcome: SevOutcome } {
    const nothing = { value: null, assigned: null, level: null, events: [] };
    if (this.isOver) return { end: null, outcome: { ...nothing, end: 'over', why: 'an earlier op did not return' } };
    const { host } = this;
    host.events = [];
    const end = this.process.call(entry, words, host);
    this.isOver = end.how !== 'ok';
    const value = end.words.length === 0 ? null : Number(BigInt.asIntN(64, end.words[0]!));
    return { end, outcome: { ...nothing, end: end.how, why: end.why, value, events: host.events } };
  }
}

function wordsOf(op: SevOp): bigint[] {
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
