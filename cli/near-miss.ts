import { UsageError } from './failure';

/** Edit distance of two words (Levenshtein). */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The known names that a person who typed `word` may have meant, nearest first. */
export function nearMisses(word: string, known: readonly string[]): string[] {
  const limit = Math.max(2, Math.floor(word.length / 3));
  return known
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Returns `word` in the spelling of `known`, or refuses it with the nearest names. */
export function oneOf<T extends string>(what: string, word: string, known: readonly T[], listedBy: string): T {
  const found = known.find((name) => name.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return found;
  const near = nearMisses(word, known);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `${listedBy} lists them`;
  throw new UsageError(`unknown ${what} '${word}'; ${hint}`);
}
