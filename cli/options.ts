import { randomBytes } from 'node:crypto';
import { InvalidArgumentError } from 'commander';

/** A whole number from 1 on; `1e6`, `20_000` and `20,000` are understood. */
export function positiveInteger(text: string): number {
  const n = Number(text.replace(/[_,](?=\d{3})/g, ''));
  if (!Number.isSafeInteger(n) || n < 1) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return n;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, min: 60, h: 3600 };

/** A duration in seconds: `30`, `30s`, `5m`, `2h`. */
export function seconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(s|m|min|h|)$/.exec(text.trim());
  const value = match === null ? NaN : Number(match[1]) * UNIT_SECONDS[match[2]!]!;
  if (!(value > 0)) throw new InvalidArgumentError('Give a time like 30s, 5m or 2h.');
  return value;
}

/** Collects a repeatable option; commas separate too. */
export const list = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text.split(',').filter((part) => part !== ''),
];

/** A seed for those who named none; it is always printed. */
export const randomSeed = (): string => randomBytes(4).toString('hex');

export function seedText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Give a word or a number.');
  return text;
}
