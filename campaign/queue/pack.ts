import { deserialize, serialize } from 'node:v8';

/** A value as text: what goes between threads (bigints, typed arrays) goes between machines of one version too. */
export const pack = (value: unknown): string => serialize(value).toString('base64');

/** The value of a text from `pack`. */
export const unpack = <T>(text: string): T => deserialize(Buffer.from(text, 'base64')) as T;
