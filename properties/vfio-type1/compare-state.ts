import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import type { IopteSpan, Type1View } from '../../model/vocabulary/vfio-type1/view';
import { address, pageAddress } from '../plain/words';
import type { Difference } from '../plain/machine';
import { isSameList } from './same-record';

/** A part of the state, as a list: its name, and what one of it is in words. */
interface Part {
  readonly effect: string;
  of(view: Type1View): readonly unknown[];
  text(item: never): string;
}

const part = <T>(effect: string, of: (view: Type1View) => readonly T[], text: (item: T) => string): Part => ({
  effect,
  of,
  text: text as (item: never) => string,
});

const PARTS: readonly Part[] = [
  part('domains', (view) => view.domains, String),
  part('mappings', (view) => view.mappings, mappingText),
  part(
    'pinned pages',
    (view) => view.pinned,
    (span) => `${span.pins} × ${pageAddress(span.frame)}+${pageAddress(span.frames)}`,
  ),
  part('locked pages', (view) => [view.lockedPages], String),
  part('pins of the mediated device', (view) => view.mediatedPins, address),
  part('entries left', (view) => [view.entriesLeft], String),
  part('page sizes', (view) => [view.pageSizes], address),
  part(
    'windows',
    (view) => view.windows,
    ({ first, last }) => `${address(first)}-${address(last)}`,
  ),
  part(
    'areas',
    (view) => view.areas.map(({ start, kind, enabled }) => ({ start, kind, enabled })),
    (area) => `${area.kind} at ${address(area.start)}${area.enabled ? '' : ', memory off'}`,
  ),
];

/** Compares everything that can be seen: it is little, in as few spans as there can be. */
export function compareState(_op: Type1Op | null, expected: Type1View, observed: Type1View): Difference | null {
  for (const { effect, of, text } of PARTS) {
    const [want, find] = [of(expected), of(observed)];
    if (!isSameList(want, find)) return { effect, reason: reasonOf(effect, want, find, text) };
  }
  for (const domain of expected.domains) {
    const [want, find] = [expected.iopteSpans(domain), observed.iopteSpans(domain)];
    // The raw leaf is for people: only subjects with tables in memory have one.
    if (!isSameList(want, find, 'raw'))
      return { effect: 'IOPTEs', reason: reasonOf(`IOPTEs of domain ${domain}`, want, find, iopteSpanText) };
  }
  return null;
}

const reasonOf = (
  what: string,
  want: readonly unknown[],
  find: readonly unknown[],
  text: (item: never) => string,
): string => `${what}: expected ${list(want, text)}; observed ${list(find, text)}`;

const list = (items: readonly unknown[], text: (item: never) => string): string =>
  items.length === 0 ? 'none' : items.map((item) => text(item as never)).join(', ');

function mappingText({ iova, bytes, vaddr, read, write, vaddrInvalid }: Type1View['mappings'][number]): string {
  return `${address(iova)}+${address(bytes)} of ${address(vaddr)} ${rights(read, write)}${vaddrInvalid ? ' invalid' : ''}`;
}

function iopteSpanText({ iova, paddr, bytes, read, write, cBit, raw }: IopteSpan): string {
  const bit = cBit === null ? '' : ` C ${cBit ? 1 : 0}`;
  const entry = raw === null ? '' : ` (0x${raw.toString(16).padStart(16, '0')})`;
  return `${address(iova)} → ${address(paddr)}+${address(bytes)} ${rights(read, write)}${bit}${entry}`;
}

const rights = (read: boolean, write: boolean): string => `${read ? 'R' : '-'}${write ? 'W' : '-'}`;
