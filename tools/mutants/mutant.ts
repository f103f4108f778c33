/** One small change of one source file: the text from `start` to `end` is replaced. */
export interface Mutant {
  /** Path from the root of the project, with slashes. */
  readonly file: string;
  /** Where the changed expression or statement begins; both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly mutated: string;
}

/** `path:line:column`. */
export const placeOf = ({ file, line, column }: Mutant): string => `${file}:${line}:${column}`;

/** The file's text with the mutant in it. */
export const applyMutant = (text: string, { start, end, mutated }: Mutant): string =>
  text.slice(0, start) + mutated + text.slice(end);

/** Characters shown on either side of the difference. */
const AROUND = 28;

/** `original → mutated` on one line, cut down to what differs and its surroundings. */
export function changeOf(mutant: Mutant): string {
  const original = oneLine(mutant.original);
  const mutated = oneLine(mutant.mutated);
  const shorter = Math.min(original.length, mutated.length);
  let same = 0;
  while (same < shorter && original[same] === mutated[same]) same++;
  let sameEnd = 0;
  while (sameEnd < shorter - same && original.at(-1 - sameEnd) === mutated.at(-1 - sameEnd)) sameEnd++;
  const cut = (text: string): string => {
    const from = Math.max(0, same - AROUND);
    const to = Math.min(text.length, text.length - sameEnd + AROUND);
    return (from > 0 ? '…' : '') + text.slice(from, to) + (to < text.length ? '…' : '');
  };
  return `${cut(original)} → ${cut(mutated)}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
