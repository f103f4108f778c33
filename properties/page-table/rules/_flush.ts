import type { Event, TableRef } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { ITEM_PAGES } from '../../../model/vocabulary/units';
import type { GatherView, Step } from '../step';

/** Last byte of a page. */
export const LAST_BYTE = 4095;

/** Last page of the span that `table` translates. */
export const spanEnd = (table: TableRef): number => table.page + ITEM_PAGES[table.level + 1]! - 1;

/** True if the interval of `event` covers every byte of the pages [first, last]. */
export const coversPages = (event: Event, first: number, last: number): boolean =>
  (event.start < first || (event.start === first && event.startOffset === 0)) &&
  (event.end > last || (event.end === last && event.endOffset === LAST_BYTE));

/** True if `event` covers exactly the pages [first, last]. */
export const isExactly = (event: Event, first: number, last: number): boolean =>
  event.start === first && event.startOffset === 0 && event.end === last && event.endOffset === LAST_BYTE;

/** Number of events of `kind` in the op. */
export function countOf(step: Step, kind: EventKind): number {
  const { events } = step.outcome;
  let count = 0;
  for (let i = 0; i < events.length; i++) if (events[i]!.kind === kind) count++;
  return count;
}

/** First event of `kind` in the op, or null. */
export function firstOf(step: Step, kind: EventKind): Event | null {
  const { events } = step.outcome;
  for (let i = 0; i < events.length; i++) if (events[i]!.kind === kind) return events[i]!;
  return null;
}

/** True if the syncs of the op together cover the pages [first, last]; `tables`: those with tables on their free list. */
export function isSynced(step: Step, first: number, last: number, tables: boolean): boolean {
  const { events } = step.outcome;
  for (let page = first, before = -1; page !== before;) {
    before = page;
    for (let i = 0; i < events.length; i++) {
      const event = events[i]!;
      if (event.kind !== EventKind.sync || (tables && event.count === 0) || !coversPages(event, page, page)) continue;
      page = event.endOffset === LAST_BYTE ? event.end + 1 : event.end;
      if (page > last) return true;
    }
  }
  return false;
}

/** The state of the trace's gather after an unmap or dirty op: its last event. */
export function gatherEvent(step: Step): Event | null {
  const { events } = step.outcome;
  const last = events.length === 0 ? null : events[events.length - 1]!;
  return last !== null && last.kind === EventKind.gather ? last : null;
}

/** True if the gather holds no range that a driver is called for: start ≥ end, in bytes (page-tables.md 6.2). */
export const isIdle = (gather: GatherView): boolean =>
  gather.empty || gather.start > gather.end || (gather.start === gather.end && gather.startOffset >= gather.endOffset);

/** True for ops whose removals go to the trace's gather, which a flush queue owns. */
export const goesToQueue = (step: Step): boolean => step.config.queued && step.op.kind !== OpKind.iommuUnmap;

/** For explanations: the events of an op. */
export const eventsText = (step: Step): string =>
  step.outcome.events.length === 0 ? 'no event' : step.outcome.events.map(eventText).join(', ');

const NAMES = new Map<number, string>(Object.entries(EventKind).map(([name, kind]) => [kind, name]));

const eventText = (event: Event): string =>
  `${NAMES.get(event.kind) ?? event.kind} [0x${byteText(event.start, event.startOffset)}, ` +
  `0x${byteText(event.end, event.endOffset)}] ×${event.count}`;

const byteText = (page: number, offset: number): string => ((BigInt(page) << 12n) | BigInt(offset)).toString(16);
