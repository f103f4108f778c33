/** Rules on what a map that failed, or was undone, leaves behind: dma-mmio.md 2.3, 2.4. */
import type { Direction, Name } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaBufEndRule, DmaBufRun, DmaBufStep, DmaBufStepRule } from '../rule';
import { EVERY_CALL } from './_device';
import { isDma } from './_map';
import { END, STEP } from './_rule';
import { unbalanced } from './_balance';

const SOURCE = 'dma-mmio.md 2.3, 2.4, 2.6; Linux dma-buf-mapping.c';

const bytes = (spans: readonly { readonly bytes: bigint }[]): bigint => spans.reduce((sum, s) => sum + s.bytes, 0n);

/** What the DMA layer and the mapping code hold, importer by importer. */
function held(view: DmaBufView): string {
  const texts = Array.from({ length: view.importers }, (_, i) => {
    const { reserved, mapped } = view.importer(i);
    return `importer ${i} ${address(bytes(reserved))} of IOVAs, ${address(bytes(mapped))} mapped`;
  });
  return `${texts.join('; ')}; ${view.allocations} pieces of memory`;
}

export const BUF_045: DmaBufStepRule = {
  ...STEP,
  confidence: 'D',
  id: 'BUF-045',
  title: 'a failed map leaves nothing',
  statement: 'After a map that failed the IOVA space, IOPTEs and memory that are taken are those of before.',
  source: SOURCE,
  why: 'IOVA space that is lost is never found again: a retry in a loop ends with a device that can map nothing.',
  example: 'Linux 7.2 keeps the reservation when the first range cannot be linked, or the table not be had.',
  on: ['map'],
  check: ({ outcome, before, after }) =>
    outcome.end === 'returned' && outcome.value! < 0 ? must(held(before) === held(after)) : NOT_EXERCISED,
  explain: ({ before, after }) => `before: ${held(before)}; after: ${held(after)}`,
};

/** True if no mapping is left, and some was. */
const lastIsGone = ({ before, after }: DmaBufStep): boolean =>
  before.mappings.length > 0 && after.mappings.length === 0;

export const BUF_046: DmaBufStepRule = {
  ...STEP,
  confidence: 'D',
  id: 'BUF-046',
  title: 'map and unmap leak nothing',
  statement: 'When the last mapping is unmapped no IOVA space, IOPTE or memory is taken.',
  source: SOURCE,
  why: 'A peer that maps for every transfer eats the host’s memory, a table at a time.',
  example: 'Linux 7.2 frees the table by a count that it has set to 0.',
  on: EVERY_CALL,
  check: (step) => {
    if (!lastIsGone(step)) return NOT_EXERCISED;
    const { after } = step;
    const isFree = (i: number): boolean =>
      after.importer(i).reserved.length === 0 && after.importer(i).mapped.length === 0;
    return must(after.allocations === 0 && Array.from({ length: after.importers }, (_, i) => i).every(isFree));
  },
  explain: ({ after }) => `no mapping is left, and taken are: ${held(after)}`,
};

export const BUF_047: DmaBufEndRule = {
  ...END,
  confidence: 'D',
  id: 'BUF-047',
  title: 'unmapped as it was mapped',
  statement:
    'Each span that the DMA API mapped for a mapping that is gone was unmapped once, with its own address and size, and nothing else was; what was linked was destroyed.',
  source: SOURCE,
  why: 'An unmap of another size takes a neighbour’s IOVAs along, or leaves the tail mapped.',
  example: 'Linux 7.2 unmaps a range of more than MAX_SEG in pieces.',
  check(run) {
    const found = unbalanced(run);
    return found === null ? NOT_EXERCISED : must(found.length === 0);
  },
  explain: (run) => unbalanced(run)!.slice(0, 3).join('; '),
};

/** A call of the DMA API that lacks the attribute, or has another direction than the map. */
function otherAttributes({ ops, outcomes }: DmaBufRun): string | null | undefined {
  const directions = new Map<Name, Direction>();
  for (const op of ops) if (op.op === 'map') directions.set(op.mapping, op.direction);
  let calls = 0;
  for (const { events } of outcomes)
    for (const event of events) {
      if (!isDma(event) || event.event === 'reserve' || event.event === 'sync') continue;
      calls++;
      if (!event.mmio) return `${event.event} for ${event.mapping} without MMIO`;
      if (event.direction !== directions.get(event.mapping))
        return `${event.event} for ${event.mapping} with direction ${event.direction}`;
    }
  return calls === 0 ? undefined : null;
}

export const BUF_048: DmaBufEndRule = {
  ...END,
  id: 'BUF-048',
  title: 'MMIO to the end',
  statement: 'Every call of the DMA API for a mapping, to map or to unmap, has the MMIO attribute and its direction.',
  source: 'dma-mmio.md 2.1, 2.4, 4.6; Linux dma-buf-mapping.c',
  why: 'An unmap without the attribute looks for a page and a bounce buffer behind a register, and flushes caches there.',
  example: 'The attribute is forgotten on unmap.',
  check(run) {
    const found = otherAttributes(run);
    return found === undefined ? NOT_EXERCISED : must(found === null);
  },
  explain: (run) => otherAttributes(run)!,
};
