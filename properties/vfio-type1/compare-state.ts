import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import type { IopteSpan, Type1View } from '../../model/vocabulary/vfio-type1/view';
import type { Difference } from '../plain/machine';

/** Plain digits: this runs after every op. */
const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** A part of the state: its name, and all that it is in one text. */
type Part = readonly [effect: string, text: string];

/** Compares everything that can be seen: it is little, in as few spans as there can be. */
export function compareState(_op: Type1Op | null, expected: Type1View, observed: Type1View): Difference | null {
  const [wanted, found] = [parts(expected), parts(observed)];
  for (;;) {
    const [one, other] = [wanted.next(), found.next()];
    if (one.done && other.done) return null;
    const [effect, want] = one.done ? ['more than there is', 'nothing'] : one.value;
    const find = other.done ? 'nothing' : other.value[1];
    if (want !== find) return { effect, reason: `${effect}: expected ${want}; observed ${find}` };
  }
}

function* parts(view: Type1View): Generator<Part> {
  yield ['domains', list(view.domains)];
  yield ['mappings', list(view.mappings.map(mappingText))];
  for (const domain of view.domains)
    yield ['IOPTEs', `domain ${domain}: ${list(view.iopteSpans(domain).map(iopteSpanText))}`];
  yield ['pinned pages', list(view.pinned.map(({ frame, frames, pins }) => `${pins} × frame ${frame}+${frames}`))];
  yield ['locked pages', String(view.lockedPages)];
  yield ['pins of the mediated device', list(view.mediatedPins.map(hex))];
  yield ['entries left', String(view.entriesLeft)];
  yield ['page sizes', hex(view.pageSizes)];
  yield ['windows', list(view.windows.map(({ first, last }) => `${hex(first)}-${hex(last)}`))];
  yield ['areas', list(view.areas.map(({ start, kind, enabled }) => `${kind} ${hex(start)} ${enabled}`))];
}

const mappingText = ({ iova, bytes, vaddr, read, write, vaddrInvalid }: Type1View['mappings'][number]): string =>
  `${hex(iova)}+${hex(bytes)} of ${hex(vaddr)} ${rights(read, write)}${vaddrInvalid ? ' invalid' : ''}`;

/** IOPTEs in words; the raw leaf where the subject has one is not compared. */
const iopteSpanText = ({ iova, paddr, bytes, read, write, cBit }: IopteSpan): string =>
  `${hex(iova)} → ${hex(paddr)}+${hex(bytes)} ${rights(read, write)} C ${cBit}`;

const rights = (read: boolean, write: boolean): string => `${read ? 'R' : '-'}${write ? 'W' : '-'}`;
const list = (items: readonly (string | number)[]): string => (items.length === 0 ? 'none' : items.join(', '));
