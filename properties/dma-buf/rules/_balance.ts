import type { Name } from '../../../model/vocabulary/dma-buf/op';
import { address } from '../../plain/words';
import type { DmaBufRun } from '../rule';
import { isDma } from './_map';

/** What the DMA API was asked for one mapping, so far as it is not undone. */
interface Account {
  /** Spans of dma_map_phys, as text, with how often each is mapped more than unmapped. */
  readonly spans: Map<string, number>;
  linked: bigint;
  /** Reservations that were given and not destroyed. */
  reservations: number;
  readonly errors: string[];
}

/**
 * What was undone otherwise than it was done, of mappings that are gone or never came to be; null where the DMA API was
 * asked for none of those.
 */
export function unbalanced({ outcomes, view }: DmaBufRun): readonly string[] | null {
  const accounts = new Map<Name, Account>();
  for (const { events } of outcomes)
    for (const event of events) {
      if (!isDma(event)) continue;
      const account = accounts.get(event.mapping) ?? { spans: new Map(), linked: 0n, reservations: 0, errors: [] };
      accounts.set(event.mapping, account);
      book(account, event);
    }
  const gone = [...accounts].filter(([name]) => !view.mappings.includes(name));
  if (gone.length === 0) return null;
  return gone.flatMap(([name, account]) => leftOf(account).map((text) => `${name}: ${text}`));
}

type DmaEvent = Extract<DmaBufRun['outcomes'][number]['events'][number], { readonly mapping: Name }>;

function book(account: Account, event: DmaEvent): void {
  const count = (at: bigint, bytes: bigint, by: number): void => {
    const span = `${address(at)}+${address(bytes)}`;
    account.spans.set(span, (account.spans.get(span) ?? 0) + by);
  };
  switch (event.event) {
    case 'reserve':
      if (event.address !== null) account.reservations++;
      return;
    case 'link':
      if (event.value === 0) account.linked += event.bytes;
      return;
    case 'destroy':
      if (event.bytes !== account.linked)
        account.errors.push(`${address(event.bytes)} unlinked of ${address(account.linked)} that was linked`);
      account.linked = 0n;
      account.reservations--;
      return;
    case 'mapPhys':
      if (event.address !== null) count(event.address, event.bytes, 1);
      return;
    case 'unmapPhys':
      count(event.address, event.bytes, -1);
      return;
    case 'sync':
      return;
  }
}

const leftOf = ({ spans, reservations, errors }: Account): readonly string[] => [
  ...errors,
  ...(reservations === 0 ? [] : [`${reservations} reservations not destroyed`]),
  ...[...spans].flatMap(([span, left]) =>
    left === 0 ? [] : [left > 0 ? `${span} not unmapped` : `${span} unmapped, and not mapped`],
  ),
];
