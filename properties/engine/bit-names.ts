import { OpFlag } from '../../model/vocabulary/op';
import { Prot } from '../../model/vocabulary/prot';

/** Named bits of one argument: text like `READ|WRITE|0x40`, exact both ways. */
export interface BitNames {
  readonly names: readonly string[];
  toText(bits: number): string;
  /** Null if a part is neither a name nor a number. */
  fromText(text: string): number | null;
}

function bitNames(table: Readonly<Record<string, number>>): BitNames {
  const entries = Object.entries(table);
  const all = entries.reduce((bits, [, bit]) => bits | bit, 0);
  return {
    names: entries.map(([name]) => name),
    toText(bits) {
      const named = entries.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);
      const rest = (bits & ~all) >>> 0;
      return [...named, ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])].join('|') || '0';
    },
    fromText(text) {
      let bits = 0;
      for (const part of text.split('|')) {
        const bit = table[part] ?? (/^(0|0x[0-9a-f]{1,8})$/i.test(part) ? Number(part) : null);
        if (bit === null) return null;
        bits |= bit;
      }
      return bits >>> 0;
    },
  };
}

/** Bits of `op.prot`. */
export const PROT_BITS = bitNames(Prot);
/** Bits of `op.flags`. */
export const FLAG_BITS = bitNames(OpFlag);
