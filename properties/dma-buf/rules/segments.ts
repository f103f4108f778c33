/** Rules on the entries of a table: dma-mmio.md 2.1, 2.2. */
import type { BufView, MappingView } from '../../../model/vocabulary/dma-buf/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { importerOf, isDma, mapOf, routeOf, tableOf, targetOf } from './_map';
import { STEP, type Said } from './_rule';
import { firstStray, maxSegment, reservedAt, strayLink } from './_segments';

const SOURCE = 'dma-mmio.md 2.1; Linux dma-buf-mapping.c';
const MAP = { ...STEP, on: ['map'] } as const;

/** A map that succeeded: its table, and its buffer as it was. */
interface Mapped {
  readonly table: MappingView;
  readonly buf: BufView;
}

function mappedOf(step: DmaBufStep): Mapped | null {
  const table = tableOf(step);
  const target = targetOf(step);
  return table === null || target === null ? null : { table, buf: target.was };
}

const entriesText = ({ table }: Mapped): string =>
  table.entries.map((entry) => `${address(entry.address)}+${address(entry.bytes)}`).join(' ');
const rangesText = ({ buf }: Mapped): string =>
  buf.physVec.map(({ paddr, bytes }) => `${address(paddr)}+${address(bytes)}`).join(' ');

/** A rule on the tables for which `check` has something to say. */
const onTable = (said: Said, check: (mapped: Mapped, step: DmaBufStep) => boolean | null): DmaBufStepRule => ({
  ...MAP,
  ...said,
  check(step) {
    const mapped = mappedOf(step);
    const held = mapped === null ? null : check(mapped, step);
    return held === null ? NOT_EXERCISED : must(held);
  },
  explain: (step) => `entries ${entriesText(mappedOf(step)!)} for ranges ${rangesText(mappedOf(step)!)}`,
});

export const BUF_038: DmaBufStepRule = {
  ...MAP,
  id: 'BUF-038',
  title: 'the bus path asks nobody',
  statement: 'A map for BUS_ADDR makes no call of the DMA API.',
  source: SOURCE,
  why: 'A bus address that the DMA API translates again goes somewhere else, or takes IOVA space for nothing.',
  example: 'The switch over the map type lacks a break.',
  check: (step) =>
    step.outcome.end === 'returned' && routeOf(step) === 'BUS_ADDR'
      ? must(!step.outcome.events.some(isDma))
      : NOT_EXERCISED,
  explain: (step) =>
    `observed ${step.outcome.events
      .filter(isDma)
      .map(({ event }) => event)
      .join(', ')}`,
};

export const BUF_039 = onTable(
  {
    id: 'BUF-039',
    title: 'entries fit 32 bits',
    statement: 'Every entry is at most MAX_SEG long, whole pages, and not empty.',
    source: 'dma-mmio.md 0.4, 2.1; Linux dma-buf-mapping.c',
    why: 'The length of an entry has 32 bits: 4 GiB is 0, and a page more is one page.',
    example: 'The cap is 2^32 − 1 rounded up.',
  },
  ({ table }, { config }) => {
    const page = BigInt(2 ** config.pageLg);
    return table.entries.every(({ bytes }) => bytes > 0n && bytes % page === 0n && bytes <= maxSegment(config));
  },
);

export const BUF_040 = onTable(
  {
    id: 'BUF-040',
    title: 'as many entries as it takes',
    statement:
      'A table has ⌈size / MAX_SEG⌉ entries where the ranges became one span of IOVAs, else ⌈length / MAX_SEG⌉ for each range.',
    source: SOURCE,
    why: 'The table is allocated by this number: an entry too many is written behind its end.',
    example: 'Division rounds down.',
  },
  ({ table, buf }, step) => {
    const most = maxSegment(step.config);
    const count = (bytes: bigint): number => Number((bytes + most - 1n) / most);
    const spans = reservedAt(step) === null ? buf.physVec.map(({ bytes }) => bytes) : [buf.bytes];
    return table.entries.length === spans.reduce((sum, bytes) => sum + count(bytes), 0);
  },
);

export const BUF_041 = onTable(
  {
    id: 'BUF-041',
    title: 'entries cover the buffer',
    statement:
      'The entries of a table add up to the size of the buffer; on the bus and direct they are its ranges in order.',
    source: SOURCE,
    why: 'An importer finds byte n of the buffer by counting entries: a gap shifts everything behind it.',
    example: 'The rest of a range behind the first MAX_SEG is dropped.',
  },
  (mapped, step) => {
    const sum = mapped.table.entries.reduce((total, { bytes }) => total + bytes, 0n);
    return sum === mapped.buf.bytes && firstStray(step, mapped.table, mapped.buf, 'address') === null;
  },
);

export const BUF_042 = onTable(
  {
    id: 'BUF-042',
    title: 'one span of IOVAs',
    statement:
      'Where one reservation was given, the entries follow each other without a gap from its first address on.',
    source: SOURCE,
    why: 'The reservation is all that is linked and unlinked: an address outside of it is somebody else’s.',
    example: 'Each range is given an IOVA of its own.',
  },
  ({ table }, step) => {
    const base = reservedAt(step);
    if (base === null) return null;
    let at = base;
    return table.entries.every((entry) => {
      const fits = entry.address === at;
      at += entry.bytes;
      return fits;
    });
  },
);

/** What is wrong with how a map was linked, or with where its table leads; null: nothing. Undefined: it has no IOVAs. */
function astray(step: DmaBufStep): string | null | undefined {
  const link = strayLink(step);
  if (link !== null) return `${address(link.paddr)} is linked at offset ${address(link.offset)}`;
  const mapped = mappedOf(step);
  if (mapped === null) return step.outcome.events.some(({ event }) => event === 'link') ? null : undefined;
  if (step.config.importers[importerOf(step)!]!.dma.path === 'direct' || routeOf(step) === 'BUS_ADDR') return undefined;
  const stray = firstStray(step, mapped.table, mapped.buf, 'iopte');
  return stray === null ? null : `${address(stray.address)} does not lead to ${address(stray.paddr)}`;
}

export const BUF_043: DmaBufStepRule = {
  ...MAP,
  confidence: 'D',
  id: 'BUF-043',
  title: 'IOVAs lead to the ranges',
  statement:
    'Behind an IOMMU, byte n of the table leads to byte n of the ranges, with the rights asked for, MMIO and no CACHE: each range is linked behind those before it.',
  source: 'dma-mmio.md 2.1, 2.6 D2-1, 4.3; Linux dma-buf-mapping.c, dma-iommu.c',
  why: 'The peer writes to another register than it means to; a cacheable mapping of a register does worse.',
  example: 'Linux 7.2 links every range at offset 0: a second one finds its place taken.',
  check(step) {
    const found = astray(step);
    return found === undefined ? NOT_EXERCISED : must(found === null);
  },
  explain: (step) => astray(step)!,
};

export const BUF_044 = onTable(
  {
    id: 'BUF-044',
    title: 'no pages',
    statement: 'No entry has a page, a CPU offset or a CPU length, and origNents is 0.',
    source: 'dma-mmio.md 2.2; Linux dma-buf-mapping.c',
    why: 'MMIO has no struct page: an importer that follows one reads what is not there.',
    example: 'The table is filled by the helper for memory.',
  },
  ({ table }) => !table.hasPages && table.origNents === 0,
);

export const BUF_049: DmaBufStepRule = {
  ...MAP,
  id: 'BUF-049',
  title: 'all ranges or none',
  statement: 'A map of which one range is refused fails, and there is no table of it.',
  source: 'dma-mmio.md 2.3; seed 002; Linux dma-buf-mapping.c',
  why: 'The importer would take the part for the whole, and run into the gap.',
  example: 'The error of the last range alone is returned.',
  check: ({ outcome, op, after }) =>
    op.op === 'map' && outcome.events.some(isRefused)
      ? must(outcome.value !== 0 && after.mapping(op.mapping) === null)
      : NOT_EXERCISED,
  explain: (step) => `a range of ${mapOf(step).mapping} was refused, and the map returns ${step.outcome.value}`,
};

const isRefused = (event: DmaBufStep['outcome']['events'][number]): boolean =>
  (event.event === 'mapPhys' && event.address === null) ||
  ((event.event === 'link' || event.event === 'sync') && event.value !== 0);
