import { z } from 'zod';

/** Numbers up to here are written as JSON numbers: counts, sizes, identifiers. Larger ones are addresses. */
const LARGEST_PLAIN = 0xffff;

/**
 * A plain record as JSON values: addresses and raw 64-bit values as `0x…` strings, so that nothing is ever rounded and
 * a person reads what the field writes.
 */
export function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return hex(value);
  if (typeof value === 'number') return Number.isInteger(value) && value > LARGEST_PLAIN ? hex(BigInt(value)) : value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toJson(field)]));
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;

const HEX = /^0x[0-9a-f_]{1,24}$/i;
const fromHex = (text: string): bigint => BigInt(text.replaceAll('_', ''));

/** A whole number of at most 2^52, written as a number or as `0x…`; underscores may part the digits. */
export const number = z
  .union([z.int().nonnegative(), z.string().regex(HEX)], { error: 'must be a whole number or a string like "0x1000"' })
  .transform((value, context) => {
    const result = typeof value === 'number' ? value : Number(fromHex(value));
    if (result <= 2 ** 52) return result;
    context.issues.push({ code: 'custom', input: value, message: 'must be at most 2^52' });
    return z.NEVER;
  });

/** A raw 64-bit value: a string, never a JSON number. */
export const raw64 = z
  .string({ error: 'must be a string like "0x1000"' })
  .regex(/^0x[0-9a-f]{1,16}$/i, 'must be a 64-bit value like "0x1000"')
  .transform((text) => BigInt(text));

export const flag = z.boolean('must be true or false');
export const bit = z.literal([0, 1], 'must be 0 or 1');
