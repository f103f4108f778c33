import type { IoasOp } from '../../../model/vocabulary/dma-buf/ioas-op';
import type { Ending } from './call';
import type { InBoxDmaBuf } from './in-box';
import type { Executed } from './step';
import { bufOfFd, mustWaitToDrop } from './step-importer';

type Of<Op extends IoasOp['op']> = Extract<IoasOp, { op: Op }>;

/** Executes an ioctl of the IOAS. dma-mmio.md 6. */
export function executeIoasOp(d: InBoxDmaBuf, op: IoasOp): Executed {
  return op.op === 'unmapArea' ? unmapArea(d, op) : { ending: execute(d, op), bytes: null };
}

function execute(d: InBoxDmaBuf, op: Exclude<IoasOp, { op: 'unmapArea' }>): Ending {
  switch (op.op) {
    case 'mapFile':
      if (d.hasName(op.area) || (op.target.kind === 'buf' && bufOfFd(d, op.target.buf) === null)) return 'absent';
      return d.parts.mapFile(d, op);
    case 'copyArea': {
      const from = d.areas.get(op.from);
      if (from === undefined || d.hasName(op.area)) return 'absent';
      return d.parts.copyArea(d, op.area, from, op.iova);
    }
    case 'kernelAccess':
      return d.areas.has(op.area) ? d.parts.kernelAccessErrno : 'absent';
    case 'attachDomain':
      if (op.domain >= d.config.ioas.domains || d.domains.has(op.domain)) return 'absent';
      d.parts.attachDomain(d, op.domain);
      return 0;
    case 'detachDomain':
      if (!d.domains.has(op.domain)) return 'absent';
      d.parts.detachDomain(d, op.domain);
      return 0;
  }
}

function unmapArea(d: InBoxDmaBuf, { area: name, part }: Of<'unmapArea'>): Executed {
  const area = d.areas.get(name);
  if (area === undefined) return { ending: 'absent', bytes: null };
  const { areas, attachment } = area.pages;
  const isLast = areas.length === 1;
  if (part === null && (attachment.buf.resv.locked || (isLast && mustWaitToDrop(attachment.buf))))
    return { ending: 'waits', bytes: null };
  const result = d.parts.unmapArea(d, area, part);
  return typeof result === 'number' ? { ending: result, bytes: null } : { ending: 0, bytes: result };
}
