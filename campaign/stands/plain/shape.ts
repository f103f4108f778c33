import { mix } from '../../behaviours/behaviour-map';
import { bucket } from '../../behaviours/buckets';
import { digestOfText } from '../digest';

/** Numbers up to here are codes, levels, sizes and flags, and tell behaviours apart; larger ones count by magnitude. */
const LARGEST_CODE = 24;
/** How deep records are looked into, and how many items of a list. */
const DEPTH = 3;
const ITEMS = 2;

const names = new Map<string, number>();
/** Digests of names and words are asked for again and again. */
function digestOfName(name: string): number {
  let digest = names.get(name);
  if (digest === undefined) names.set(name, (digest = digestOfText(name)));
  return digest;
}

/** What a plain record looks like: its fields, codes and flags as they are, addresses and counts by magnitude. */
export function shapeOf(value: unknown, depth = DEPTH): number {
  switch (typeof value) {
    case 'number':
      return value <= LARGEST_CODE ? value : 64 + bucket(value);
    case 'bigint':
      return 128 + value.toString(16).length;
    case 'string':
      return digestOfName(value);
    case 'boolean':
      return value ? 1001 : 1002;
    case 'object':
      return value === null ? 1003 : shapeOfObject(value, depth);
    default:
      return 1004;
  }
}

function shapeOfObject(value: object, depth: number): number {
  if (depth === 0) return 1005;
  if (Array.isArray(value)) {
    let hash = 2000 + bucket(value.length);
    for (let i = 0; i < Math.min(value.length, ITEMS); i++) hash = mix(hash, shapeOf(value[i], depth - 1));
    return hash;
  }
  let hash = 3000;
  for (const name in value) {
    const field = shapeOf((value as Readonly<Record<string, unknown>>)[name], depth - 1);
    hash = mix(mix(hash, digestOfName(name)), field);
  }
  return hash;
}

/** The codes, words and flags of a record alone: what kind of thing it is. */
export function kindOf(value: object): number {
  let hash = 4000;
  for (const name in value) {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    const isCode =
      typeof field === 'string' || typeof field === 'boolean' || (typeof field === 'number' && field <= LARGEST_CODE);
    if (isCode) hash = mix(mix(hash, digestOfName(name)), shapeOf(field));
  }
  return hash;
}

/** Where an op goes: its numbers that are too large for codes. */
export function placeOf(op: object): number {
  let hash = 5000;
  for (const name in op) {
    const field = (op as Readonly<Record<string, unknown>>)[name];
    if (typeof field === 'bigint') hash = mix(hash, Number(BigInt.asIntN(32, field >> 12n)));
    else if (typeof field === 'number' && field > LARGEST_CODE) hash = mix(hash, field | 0);
  }
  return hash;
}
