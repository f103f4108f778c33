import type { ByteIova, IommuIndex, Spa, Subregion } from '../../../model/vocabulary/viommu/config';
import type { ViommuEvent } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuRun } from '../rule';

/** A block that was freed, and how many bytes of its sub-region were unmapped and not flushed by then. */
export interface Free {
  /** Index of the op. */
  readonly op: number;
  readonly block: Spa;
  readonly unflushed: number;
}

interface Span {
  readonly base: ByteIova;
  readonly bytes: number;
}

/** What one IOMMU owes: by sub-region what was unmapped and not flushed, and the commands that no wait has seen done. */
interface Debt {
  readonly unflushed: Map<Subregion, readonly Span[]>;
  queued: readonly Span[];
}

/** Goes through a trace from its start: what is owed lasts from one op to the next. */
export function freesOf({ outcomes }: ViommuRun): readonly Free[] {
  const debts = new Map<IommuIndex, Debt>();
  const frees: Free[] = [];
  outcomes.forEach(({ events }, op) => {
    for (const event of events) {
      if (!('region' in event)) continue;
      const debt = debts.get(event.iommu) ?? { unflushed: new Map(), queued: [] };
      debts.set(event.iommu, debt);
      if (event.event === 'freeBlock') frees.push({ op, block: event.block, unflushed: owed(debt, event.region) });
      book(debt, event);
    }
  });
  return frees;
}

const owed = ({ unflushed }: Debt, region: Subregion): number =>
  (unflushed.get(region) ?? []).reduce((sum, { bytes }) => sum + bytes, 0);

function book(debt: Debt, event: Extract<ViommuEvent, { readonly region: Subregion }>): void {
  const { unflushed } = debt;
  switch (event.event) {
    case 'unmap':
      if (event.unmapped > 0)
        unflushed.set(event.region, [
          ...(unflushed.get(event.region) ?? []),
          { base: event.iova, bytes: event.unmapped },
        ]);
      return;
    case 'invalidate':
      if (event.value === 0) debt.queued = [...debt.queued, { base: event.iova, bytes: event.bytes }];
      return;
    case 'wait':
      if (event.value !== 0) return;
      for (const command of debt.queued)
        for (const [region, spans] of unflushed) unflushed.set(region, without(spans, command));
      debt.queued = [];
      return;
    case 'freeBlock':
      unflushed.delete(event.region);
      return;
    default:
      return;
  }
}

/** What is left of spans when those bytes are taken out. */
const without = (spans: readonly Span[], { base, bytes }: Span): readonly Span[] =>
  spans.flatMap((span) => {
    const end = span.base + span.bytes;
    const before = { base: span.base, bytes: Math.min(end, base) - span.base };
    const after = Math.max(span.base, base + bytes);
    return [before, { base: after, bytes: end - after }].filter((left) => left.bytes > 0);
  });
