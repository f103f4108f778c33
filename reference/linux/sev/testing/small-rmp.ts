import { rmpPlaceAt } from '../rmp-memory';
import type { SevConfig } from '../config';
import type { RmpOracle } from '../oracle';

/** An entry as tests need it; stubs of a 2M entry are entries too. */
export interface SmallEntry {
  readonly assigned: boolean;
  readonly is2M: boolean;
  readonly immutable: boolean;
  readonly gpa: number;
  readonly asid: number;
  readonly validated: boolean;
}

const NONE: SmallEntry = { assigned: false, is2M: false, immutable: false, gpa: 0, asid: 0, validated: false };
const STUB: SmallEntry = { ...NONE, assigned: true };
const REGION = 512;

/** The RMP of rmp.md 2.0-2.2 and 2.6, as far as tests of the host's wrappers go: no busy entries, no VMSA, no VMPLs. */
export class SmallRmp implements RmpOracle {
  private readonly entries = new Map<number, SmallEntry>();

  /** `maxPage`: pages from here on are not covered. */
  constructor(private readonly maxPage: number) {}

  entry(page: number): SmallEntry {
    return this.entries.get(page) ?? NONE;
  }

  put(page: number, entry: Partial<SmallEntry>): void {
    this.entries.set(page, { ...NONE, ...entry });
  }

  rmpupdate(spa: number, state: Uint8Array): number {
    const page = spa / 4096;
    const to = decodeState(state);
    if (page >= this.maxPage || (to.is2M && page % REGION !== 0)) return 1;
    const base = page - (page % REGION);
    const isUnder2M = this.entry(base).assigned && this.entry(base).is2M;
    const touched = to.is2M ? this.region(base) : [isUnder2M ? base : page];
    if (touched.some((p) => this.entry(p).immutable)) return 2;
    if (to.is2M && !isUnder2M && this.region(base).some((p) => p !== base && this.entry(p).assigned)) return 4;
    if (!to.is2M && isUnder2M) return 4;
    if (to.is2M) for (const p of this.region(base)) this.entries.set(p, to.assigned && p !== base ? STUB : NONE);
    this.entries.set(page, to.assigned ? to : NONE);
    return 0;
  }

  psmash(spa: number): number {
    const base = spa / 4096;
    if (base >= this.maxPage || base % REGION !== 0) return 1;
    const entry = this.entry(base);
    if (!entry.assigned || !entry.is2M) return 7;
    for (const p of this.region(base))
      this.entries.set(p, { ...entry, is2M: false, gpa: entry.gpa + (p - base) * 4096 });
    return 0;
  }

  rmpread(spa: number): { code: number; bytes: Uint8Array } {
    const page = spa / 4096;
    return page >= this.maxPage
      ? { code: 1, bytes: new Uint8Array(0) }
      : { code: 0, bytes: encodeState(this.entry(page)) };
  }

  rawEntry(spa: number): Uint8Array {
    const { assigned, is2M, immutable, gpa, asid, validated } = this.entry(spa / 4096);
    const raw = Buffer.alloc(16);
    const flags = BigInt(Number(assigned) | (Number(is2M) << 1) | (Number(immutable) << 2));
    raw.writeBigUInt64LE(flags | BigInt(gpa) | (BigInt(asid) << 51n) | (BigInt(validated) << 62n));
    return raw;
  }

  private region(base: number): number[] {
    return Array.from({ length: REGION }, (_, i) => base + i);
  }
}

/** The small RMP that covers what the configuration's coverage says. */
export function rmpOf(config: SevConfig): SmallRmp {
  const { coverage } = config;
  if (coverage.kind === 'segmented') return new SmallRmp(coverage.segments.length * 2 ** (coverage.segmentLg - 12));
  const last = rmpPlaceAt(coverage, coverage.end);
  return new SmallRmp(last.kind === 'entry' ? last.page + 1 : 0);
}

/** rmp.md 1.3. */
function decodeState(state: Uint8Array): SmallEntry {
  const bytes = Buffer.from(state);
  return {
    gpa: Number(bytes.readBigUInt64LE(0)),
    assigned: bytes[8] === 1,
    is2M: bytes[9] === 1,
    immutable: bytes[10] === 1,
    asid: bytes.readUInt32LE(12),
    validated: false,
  };
}

export function encodeState({ gpa, assigned, is2M, immutable, asid }: SmallEntry): Uint8Array {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(BigInt(gpa));
  bytes.writeUInt8(Number(assigned), 8);
  bytes.writeUInt8(Number(is2M), 9);
  bytes.writeUInt8(Number(immutable), 10);
  bytes.writeUInt32LE(asid, 12);
  return bytes;
}
