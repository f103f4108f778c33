/** Kinds of behaviour that a machine may have: what one op did, how it follows another, how often something happened. */
export const KINDS = 16;
/** Behaviours of one kind: a fingerprint's hash. Of 5,000 of a kind 4 % share a number with another. */
const OF_A_KIND = 2 ** 16;
/** Behaviours are numbers below this. */
export const BEHAVIOURS = KINDS * OF_A_KIND;
/** A trace of more ops counts as one of so many. */
export const LONGEST = 254;
const UNKNOWN = 255;

/** The behaviours seen so far, each with the fewest ops that showed it. One byte each: memory stays flat. */
export class BehaviourMap {
  private readonly fewest = new Uint8Array(BEHAVIOURS).fill(UNKNOWN);
  /** Behaviours seen. */
  count = 0;

  /** True if `behaviour` is unknown, or known only from more than `ops` ops. */
  improves(behaviour: number, ops: number): boolean {
    return Math.min(ops, LONGEST) < this.fewest[behaviour]!;
  }

  /** Takes note of a behaviour shown by `ops` ops; true if it was unknown. */
  learn(behaviour: number, ops: number): boolean {
    const before = this.fewest[behaviour]!;
    if (this.improves(behaviour, ops)) this.fewest[behaviour] = Math.min(ops, LONGEST);
    if (before === UNKNOWN) this.count++;
    return before === UNKNOWN;
  }
}

/** A behaviour's number from the words of its fingerprint, one after the other: `mix(mix(start, a), b)`. */
export const mix = (hash: number, word: number): number => {
  const h = Math.imul(hash ^ word, 0x9e37_79b1);
  return h ^ (h >>> 15);
};

/** The number that a mixed hash stands for among behaviours of `kind`. */
export const behaviourOf = (kind: number, hash: number): number =>
  kind * OF_A_KIND + ((Math.imul(hash, 0x85eb_ca6b) >>> 13) & (OF_A_KIND - 1));

export const kindOfBehaviour = (behaviour: number): number => Math.floor(behaviour / OF_A_KIND);
