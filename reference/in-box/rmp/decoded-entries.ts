import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpEntry } from '../../../model/vocabulary/rmp/entry';
import { ASSIGNED, ENTRY_WORDS, IMMUTABLE, SIZE_2M, VALIDATED, VMSA } from './entry-bits';
import type { InBoxRmp } from './in-box';

const SLOTS = 32;
/** Words of an entry that hold its fields; the last is reserved (rmp.md 1.2). */
const FIELD_WORDS = ENTRY_WORDS - 1;

/**
 * Decoded entries by their words. Rules read the entries of a step again and again, and most of a region's are alike:
 * what has the same words is the same record.
 */
export class DecodedEntries {
  private readonly words = new Uint32Array(SLOTS * FIELD_WORDS);
  private readonly entries: (RmpEntry | undefined)[] = new Array<RmpEntry | undefined>(SLOTS).fill(undefined);
  private config: RmpConfig | null = null;

  /** The entry whose first word is `words[at]`. */
  at(r: InBoxRmp, words: Uint32Array, at: number): RmpEntry {
    if (r.config !== this.config) this.forget(r.config);
    const flags = words[at]!;
    const high = words[at + 1]!;
    const masks = words[at + 2]!;
    const slot = (flags ^ (flags >>> 12) ^ high ^ (high >>> 20) ^ masks) & (SLOTS - 1);
    const key = slot * FIELD_WORDS;
    const known = this.entries[slot];
    if (
      known !== undefined &&
      this.words[key] === flags &&
      this.words[key + 1] === high &&
      this.words[key + 2] === masks
    ) {
      return known;
    }
    this.words[key] = flags;
    this.words[key + 1] = high;
    this.words[key + 2] = masks;
    return (this.entries[slot] = decode(r, words, at));
  }

  /** Another configuration may have another number of VMPLs. */
  private forget(config: RmpConfig): void {
    this.config = config;
    this.entries.fill(undefined);
  }
}

function decode({ parts, config }: InBoxRmp, words: Uint32Array, at: number): RmpEntry {
  const flags = words[at]!;
  const high = words[at + 1]!;
  const masks: number[] = [];
  for (let vmpl = 0; vmpl < config.vmpls; vmpl++) masks.push(parts.maskOf(words, at, vmpl));
  return {
    assigned: (flags & ASSIGNED) !== 0,
    size: (flags & SIZE_2M) !== 0 ? 1 : 0,
    immutable: (flags & IMMUTABLE) !== 0,
    gpa: parts.gpaOf(words, at),
    asid: parts.asidOf(words, at),
    vmsa: (high & VMSA) !== 0,
    validated: (high & VALIDATED) !== 0,
    masks,
  };
}
