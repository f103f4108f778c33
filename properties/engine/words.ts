/** True if two observations are equal word for word, at the speed of memcmp. */
export function equalWords(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && Buffer.compare(asBytes(a), asBytes(b)) === 0;
}

/** Index of the first record in which two observations differ; the number of records if they do not. */
export function firstDifference(a: Uint32Array, b: Uint32Array): number {
  let record = 0;
  for (let at = 0; at < a.length; record++) {
    const end = at + a[at]!;
    for (let i = at; i < end; i++) if (a[i] !== b[i]) return record;
    at = end;
  }
  return record;
}

const asBytes = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
