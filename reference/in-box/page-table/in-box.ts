import type { Casualty, OaPage, Observation, Op, PageTableConfig, Trace } from '../../../model/vocabulary';
import { RunFlag, Word } from '../../../model/vocabulary/observation';
import { Status } from '../../../model/vocabulary/outcome';
import { Domain } from './domain';
import { execute, UnsupportedOp } from './execute';
import { Memory } from './memory';
import { bindParts, type Parts } from './parts';
import { Recorder } from './recorder';
import { dumpTree } from './report/tree-dump';
import { ENDS, recordOutcome, recordState } from './report/record';
import { standardParts } from './standard-parts';
import { Trap } from './trap';

/**
 * First page of the tables: above 4 GiB, with bits set in both halves of an entry's address, and none of them a C-bit
 * that a configuration may have (page-tables.md 1.5).
 */
const FIRST_TABLE: OaPage = 0x30_0001;

/** The implementation with its simulated machine: memory, domains, and the records that it writes. */
export class InBox {
  private readonly memory = new Memory(FIRST_TABLE);
  private readonly recorder = new Recorder();
  private readonly both: readonly [Domain, Domain];
  private domains: readonly Domain[] = [];

  constructor(parts: Parts) {
    const bound = bindParts(parts);
    this.both = [0, 1].map((index) => new Domain(index, bound, this.memory, this.recorder)) as [Domain, Domain];
  }

  /** Runs a trace from a fresh state. docs/protocol.md. */
  run(trace: Trace, flags: number): Observation {
    const { writer } = this.recorder;
    writer.reset();
    this.recorder.enabled = true;
    let casualty: Casualty | null = null;
    let index = -1;
    let complete = 0;
    try {
      this.reset(trace.config);
      const ops = trace.ops;
      let status = 0;
      for (index = 0; index < ops.length && (status & ENDS) === 0; index++) {
        status = this.runOp(ops[index]!, flags);
        complete = writer.length;
      }
      index = ops.length;
      this.end(flags);
      complete = writer.length;
    } catch (error) {
      casualty = casualtyOf(error, index);
      this.recorder.discardFrees();
    }
    return { words: writer.words.slice(0, complete), casualty };
  }

  /** Runs ops and teardown without reporting anything. */
  runSilently(trace: Trace): void {
    this.recorder.enabled = false;
    this.reset(trace.config);
    try {
      for (const op of trace.ops) {
        const d = this.domains[op.domain]!;
        d.beginOp();
        execute(d, op);
      }
      for (const d of this.domains) d.parts.teardown(d);
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
    }
    this.recorder.discardFrees();
  }

  /** Page-size bitmap and last byte of the aperture. */
  info(config: PageTableConfig): { bitmap: bigint; apertureEnd: bigint } {
    this.recorder.enabled = false;
    this.reset(config);
    const d = this.both[0];
    let bitmap = 0n;
    for (let lg = 12; lg < 64; lg++) if (d.parts.hasSize(d, lg)) bitmap |= 1n << BigInt(lg);
    return { bitmap, apertureEnd: (1n << BigInt(d.parts.apertureBits(config))) - 1n };
  }

  private reset(config: PageTableConfig): void {
    this.memory.reset(config.smeBit);
    if (this.domains.length !== config.domains) this.domains = this.both.slice(0, config.domains);
    for (const d of this.domains) d.reset(config);
  }

  /** One op and its record; returns the status. */
  private runOp(op: Op, flags: number): number {
    const { writer } = this.recorder;
    const d = this.domains[op.domain];
    if (d === undefined) throw new UnsupportedOp(`there is no domain ${op.domain}`);
    writer.begin();
    d.beginOp();
    let status = 0;
    try {
      execute(d, op);
    } catch (error) {
      status = statusOf(error);
    }
    recordOutcome(d, op, status);
    d.refill();
    try {
      recordState(d, this.domains, op, flags);
    } catch (error) {
      status |= statusOf(error);
    }
    status |= d.warnings & Status.warnings;
    writer.set(Word.status, status);
    writer.end();
    return status;
  }

  /** The end record: the trees, then the death of all domains. */
  private end(flags: number): void {
    const { writer } = this.recorder;
    writer.begin();
    let status = 0;
    try {
      for (const d of this.domains) {
        d.beginOp();
        if ((flags & RunFlag.treeEnd) !== 0) dumpTree(d, (flags & RunFlag.rawPointers) !== 0);
        d.refill();
      }
      this.recorder.enabled = false;
      for (const d of this.domains) d.parts.teardown(d);
    } catch (error) {
      status = statusOf(error);
    }
    let freed = 0;
    let live = 0;
    for (const d of this.domains) {
      freed += d.frees;
      live += d.liveTables;
    }
    this.recorder.discardFrees();
    writer.set(Word.valueLo, freed);
    writer.set(Word.status, status);
    writer.set(Word.topLevel, this.both[0].top);
    writer.set(Word.liveTables, live);
    writer.end();
  }
}

/** Status bit of a trap; everything else is a crash of the subject. */
function statusOf(error: unknown): number {
  if (error instanceof Trap) return error.status;
  throw error;
}

function casualtyOf(error: unknown, op: number): Casualty {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof UnsupportedOp ? 'protocol' : 'crashed', op, message };
}

/** The implementation with some of its parts replaced. */
export const createInBox = (parts: Partial<Parts> = {}): InBox => new InBox({ ...standardParts, ...parts });
