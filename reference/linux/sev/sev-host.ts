import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';
import type { RmpOracle } from '../../../model/vocabulary/rmp-wrapper/oracle';
import type { WrapperEvent } from '../../../model/vocabulary/rmp-wrapper/outcome';
import type { Answer, KernelHost } from '../kbuild/process';
import { DirectMap } from './direct-map';
import { Registers } from './registers';
import { rmpPlaceAt, segmentTableBlock } from './rmp-memory';

const FAIL_OVERLAP = 4;
/** So many equal RMPUPDATEs in a row with OVERLAP: nothing that this machine does could end it. */
const OVERLAPS_ARE_ENOUGH = 64;
const ENOMEM = 12n;
const GIVEN = { words: [1n] };
const REFUSED = { words: [0n] };
const BLOCK = 16;

/** What the page tables hold at the address that a dump asks about: level and physical byte address. */
export interface KernelLeaf {
  readonly level: number;
  readonly spa: number;
}

/**
 * The machine around sev.c: its RMP is the oracle's, its registers, direct map and allocator are here. Everything that
 * kernel code does to them becomes an event.
 */
export class SevHost implements KernelHost {
  readonly directMap: DirectMap;
  /** Of the call under way. */
  events: WrapperEvent[] = [];
  splitFails = false;
  leaf: KernelLeaf | null = null;
  /** Page frames that the kernel told as leaked, in the order of its list. */
  leaked: number[] = [];
  private readonly registers: Registers;
  private allocations = 0;

  constructor(
    private readonly config: WrapperConfig,
    private readonly oracle: RmpOracle,
  ) {
    this.directMap = new DirectMap(config);
    this.registers = new Registers(config);
  }

  get rmp(): RmpView {
    return this.oracle.view;
  }

  /** What others than the kernel do to the RMP. */
  applyElsewhere(op: RmpOp): void {
    this.oracle.apply(op);
  }

  ask(name: string, words: readonly bigint[], bytes: Uint8Array): Answer {
    const first = Number(words[0] ?? 0n);
    switch (name) {
      case 'rmpupdate':
        return this.rmpupdate(first, bytes);
      case 'psmash':
        return this.psmash(first);
      case 'rmpread':
        return this.rmpread(first);
      case 'memory':
        return { bytes: this.memory(first, Number(words[1])) };
      case 'directMapLevel':
        return this.directMapLevel(first);
      case 'splitDirectMap':
        return this.split(first, Number(words[1]));
      case 'pageTableLevel':
        return { words: this.leaf === null ? [0n] : [BigInt(this.leaf.level), BigInt(this.leaf.spa)] };
      case 'rdmsr':
        return { words: [this.registers.read(first)] };
      case 'cpuid':
        return { words: this.registers.cpuid(first).map(BigInt) };
      // Only CR3 is read; which table it names means nothing here.
      case 'readControl':
        return { words: [0n] };
      case 'allocate':
        return this.give({ event: 'allocate', bytes: first, given: this.mayAllocate() });
      case 'memremap':
        return this.give({ event: 'mapTable', at: first, bytes: Number(words[1]), given: this.mayAllocate() });
      default:
        throw new Error(`kernel code asks ${name}, which nothing here answers`);
    }
  }

  tell(name: string, words: readonly bigint[], bytes: Uint8Array): void {
    const first = Number(words[0] ?? 0n);
    switch (name) {
      case 'printk':
        return this.note({ event: 'print', level: bytes[0]! - 0x30, text: textOf(bytes.subarray(1)) });
      case 'warn':
        return this.note({ event: 'warn', text: textOf(bytes) });
      case 'dumpStack':
        return this.note({ event: 'dumpStack' });
      case 'wrmsr':
        this.registers.write(first, words[1]!);
        return this.note({ event: 'wrmsr', msr: first, value: words[1]! });
      case 'wbinvd':
        return this.note({ event: 'wbinvd' });
      case 'load':
        return this.load(first);
      case 'store':
        return this.note({ event: 'store', at: first, bytes });
      case 'fill':
        return this.note({ event: 'fill', at: first, bytes: Number(words[1]), value: Number(words[2]) });
      // Its size was asked about, and noted, before.
      case 'allocated':
        return;
      case 'free':
        return this.note({ event: 'free' });
      case 'memunmap':
        return this.note({ event: 'unmapTable', at: first });
      case 'lockHeld':
        return this.note({ event: 'locksHeld', count: first });
      case 'leaked':
        this.leaked.push(first);
        return;
      default:
        throw new Error(`kernel code tells ${name}, which nothing here understands`);
    }
  }

  private note(event: WrapperEvent): void {
    this.events.push(event);
  }

  private rmpupdate(spa: number, state: Uint8Array): Answer {
    const code = this.oracle.rmpupdate(spa, state);
    const last = this.events.at(-1);
    const isAgain =
      last?.event === 'rmpupdate' && last.spa === spa && last.code === code && Buffer.compare(last.state, state) === 0;
    const times = isAgain ? last.times + 1 : 1;
    if (isAgain) this.events.pop();
    this.note({ event: 'rmpupdate', spa, state, code, times });
    if (code === FAIL_OVERLAP && times >= OVERLAPS_ARE_ENOUGH)
      return { abandon: 'hung', why: `RMPUPDATE repeated ${times} times, each with FAIL_OVERLAP` };
    return codeAnswer('RMPUPDATE', code);
  }

  private psmash(spa: number): Answer {
    const code = this.oracle.psmash(spa);
    this.note({ event: 'psmash', spa, code });
    return codeAnswer('PSMASH', code);
  }

  private rmpread(spa: number): Answer {
    const { code, bytes } = this.oracle.rmpread(spa);
    this.note({ event: 'rmpread', spa, code });
    return code === 0 ? { words: [0n], bytes } : codeAnswer('RMPREAD', code);
  }

  private load(at: number): void {
    const place = rmpPlaceAt(this.config.rmp.coverage, at);
    this.note({ event: 'entryRead', at, page: place.kind === 'entry' ? place.page : null });
  }

  /** What lies in physical memory: entries, the segment table, zeroes. */
  private memory(at: number, length: number): Uint8Array {
    const { coverage } = this.config.rmp;
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i += BLOCK) {
      const place = rmpPlaceAt(coverage, at + i);
      if (place.kind === 'entry') bytes.set(this.oracle.rawEntry(place.page * 4096), i);
      else if (place.kind === 'segmentTable' && coverage.kind === 'segmented')
        bytes.set(segmentTableBlock(coverage, place.index), i);
    }
    return bytes;
  }

  private directMapLevel(spa: number): Answer {
    const level = this.directMap.level(spa);
    this.note({ event: 'directMapLevel', spa, level });
    return { words: [BigInt(level), BigInt(spa)] };
  }

  private split(spa: number, pages: number): Answer {
    const value = this.splitFails ? -ENOMEM : 0n;
    if (!this.splitFails) for (let i = 0; i < pages; i++) this.directMap.split(spa + i * 4096);
    this.note({ event: 'split', spa, pages, value: Number(value) });
    return { words: [value] };
  }

  private mayAllocate(): boolean {
    return this.allocations++ !== this.config.failAllocation;
  }

  private give(event: WrapperEvent & { readonly given: boolean }): Answer {
    this.note(event);
    return event.given ? GIVEN : REFUSED;
  }
}

/** A code of −1 says that the instruction faults: no kernel code expects that. */
const codeAnswer = (instruction: string, code: number): Answer =>
  code < 0 ? { abandon: 'fault', why: `${instruction} faults` } : { words: [BigInt(code)] };

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
