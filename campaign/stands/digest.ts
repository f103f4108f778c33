import { mix } from '../behaviours/behaviour-map';

/** A digest of words. */
export function digestOf(words: Uint32Array): number {
  let hash = words.length;
  for (let i = 0; i < words.length; i++) hash = mix(hash, words[i]!);
  return hash;
}

/** A digest of text. */
export function digestOfText(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}
