/** True if two observations are equal word for word, at the speed of memcmp. */
export function equalWords(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && Buffer.compare(asBytes(a), asBytes(b)) === 0;
}

const asBytes = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
