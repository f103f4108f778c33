import { nearMatches } from '../reference/near';
import { UsageError } from './failure';

/** Returns `word` in the spelling of `known`, or refuses it with the nearest names. */
export function oneOf<T extends string>(what: string, word: string, known: readonly T[], listedBy: string): T {
  const found = known.find((name) => name.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return found;
  const near = nearMatches(word, known);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `${listedBy} lists them`;
  throw new UsageError(`unknown ${what} '${word}'; ${hint}`);
}
