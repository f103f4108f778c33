import { standardParts } from '../../in-box/page-table';
import type { Gather } from '../../in-box/page-table/gather';
import flushOfOtherDomainTrace from '../traces/flush-of-other-domain.json';
import fullListWidensGatherTrace from '../traces/full-list-widens-gather.json';
import type { Exhibit } from './exhibit';

/** Exhibits that are hard on purpose: flushes that are lost only where several gathers meet. */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

const flushOf = (gather: Gather, domain: number): string =>
  `${gather.start} ${gather.startOffset} ${gather.end} ${gather.endOffset} ${gather.tables.length} ${domain}`;

export const flushOfOtherDomain: Exhibit = {
  ...IN_BOTH,
  name: 'flush-of-other-domain',
  title: 'a flush with two tables or more is skipped if the one before was its equal, of whichever domain',
  source: 'page-tables.md PT-141 (a key without the domain)',
  rule: 'PT-141',
  hard: flushOfOtherDomainTrace,
  parts: {
    driverSync: (d, gather) => {
      const { notes } = d.memory;
      const isSkipped = gather.tables.length > 1 && notes.has(flushOf(gather, 1 - d.index));
      notes.clear();
      notes.set(flushOf(gather, d.index), 1);
      if (isSkipped) d.parts.freeList(d, gather.tables);
      else standardParts.driverSync(d, gather);
    },
  },
};

/** Tables that the list of a gather has room for. */
const ROOM = 8;

export const fullListWidensGather: Exhibit = {
  ...IN_BOTH,
  name: 'full-list-widens-gather',
  title: 'under NpCache tables that overflow the list of a gather widen it across the gap, where it should be flushed',
  source: 'page-tables.md PT-145, 6.2',
  rule: 'PT-145',
  hard: fullListWidensGatherTrace,
  parts: {
    gatherRange: (d, gather, start, startOffset, end, endOffset) => {
      const overflows = gather.tables.length > 0 && gather.tables.length + d.pending.length > ROOM;
      if (overflows && !gather.queued) gather.widen(start, startOffset, end, endOffset);
      standardParts.gatherRange(d, gather, start, startOffset, end, endOffset);
    },
  },
};
