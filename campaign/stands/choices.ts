import type { DeviationsFile } from '../../properties/engine/deviations';

/** What a subject of a plain machine, or a policy, is judged by. */
export interface PlainChoices {
  readonly seed: string;
  readonly profile: string;
  /** Choices on open questions, those of the profile included. */
  readonly assume: Readonly<Record<string, unknown>>;
  /** Null: all. */
  readonly themes: readonly string[] | null;
  readonly known: DeviationsFile | null;
}

/** Choices as `NAME=position`. */
export const assumedTexts = (assume: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(assume).map(([name, position]) => `${name}=${String(position)}`);
