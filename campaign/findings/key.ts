import { findingKey } from '../../properties/engine/deviations';
import { digestOfText } from '../stands/digest';

/** Longest name of a folder, without the digest behind it. */
const LONGEST = 72;

/** A way of failing by rule, kind of op and effect, as the name of a folder. Different ways have different names. */
export function findingKeyOf(breach: {
  readonly rule: string | null;
  readonly op: string;
  readonly effect: string;
}): string {
  const { rule, op, effect } = breach;
  const name = [rule ?? 'conformance', op, effect]
    .map(safe)
    .filter((part) => part !== '')
    .join('-');
  // What cannot stand in a name, or makes it too long, may be all that tells two effects apart.
  const digest = (digestOfText(findingKey(breach)) >>> 0).toString(16).padStart(8, '0').slice(0, 4);
  return `${name.slice(0, LONGEST)}-${digest}`;
}

const safe = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
