import type { MapFault } from '../../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../../model/vocabulary/errno';
import { MAP_FAULT_PERCENT } from '../bounds';
import type { CaseContext, Move } from '../context';

const DIRECTIONS = ['BIDIRECTIONAL', 'BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE'] as const;
const USAGES = ['kernel', 'write', 'read', 'bookkeep'] as const;
const LINK_ERRNOS = [Errno.ENOMEM, Errno.EADDRINUSE, Errno.EINVAL];
const RANGES = 3;

/** Mostly by one that can: refusals are few enough kinds. */
export const attach: Move = (c) => {
  const { draw } = c;
  const buf = draw.chance(75) ? c.buf(({ state, fdOpen }) => state === 'LIVE' && fdOpen) : c.buf((b) => b.fdOpen);
  if (buf === null) return null;
  const importer = c.importer();
  const kind = c.config.importers[importer]!.kind;
  if (kind !== 'revocable' && draw.chance(50)) return null;
  return { op: 'attach', attachment: c.name('attachment'), buf, importer };
};

export const map: Move = (c) => {
  const live = c.attachment(({ state }) => state === 'LIVE');
  const attachment = live !== null && c.draw.chance(90) ? live : c.attachment();
  if (attachment === null) return null;
  const fail = c.draw.chance(c.theme.mapFaults ?? MAP_FAULT_PERCENT) ? mapFault(c) : null;
  return { op: 'map', mapping: c.name('mapping'), attachment, direction: c.draw.pick(DIRECTIONS), fail };
};

function mapFault({ draw }: CaseContext): MapFault {
  switch (draw.int(7)) {
    case 0:
      return { at: 'object' };
    case 1:
      return { at: 'state' };
    case 2:
      return { at: 'table' };
    case 3:
      return { at: 'reservation' };
    case 4:
      return { at: 'mapPhys', range: draw.int(RANGES) };
    case 5:
      return { at: 'link', range: draw.int(RANGES), errno: draw.pick(LINK_ERRNOS) };
    default:
      return { at: 'sync', errno: Errno.ENOMEM };
  }
}

export const unmap: Move = (c) => {
  const mapping = c.mapping();
  return mapping === null ? null : { op: 'unmap', mapping };
};

/** An importer unmaps before it detaches. */
export const detach: Move = (c) => {
  const attachment = c.attachment(({ mapRefs }) => mapRefs === 1);
  return attachment === null ? null : { op: 'detach', attachment };
};

export const pin: Move = (c) => {
  const attachment = c.attachment();
  return attachment === null ? null : { op: c.draw.pick(['pin', 'unpin'] as const), attachment };
};

export const addFence: Move = (c) => {
  const buf = c.buf();
  if (buf === null) return null;
  const fence = c.name('fence');
  c.fences.push({ fence, buf });
  return { op: 'addFence', fence, buf, usage: c.draw.pick(USAGES) };
};

export const signalFence: Move = (c) => {
  const { fences } = c;
  if (fences.length === 0) return null;
  const [{ fence }] = fences.splice(c.draw.int(fences.length), 1) as [(typeof fences)[number]];
  return { op: 'signalFence', fence };
};

export const mmap: Move = (c) => {
  const buf = c.buf(({ fdOpen }) => fdOpen);
  return buf === null ? null : { op: 'mmap', buf };
};

export const release: Move = (c) => {
  const buf = c.buf(({ fdOpen }) => fdOpen);
  return buf === null ? null : { op: 'release', buf };
};

/** What a call that waits is waiting for: a fence of its buffer, or a mapping. Null where no call waits for either. */
export const help: Move = (c) => {
  for (const { for: what, buf } of c.view.waiting) {
    if (what === 'fences') {
      const at = c.fences.findIndex((fence) => fence.buf === buf);
      if (at < 0) continue;
      const [{ fence }] = c.fences.splice(at, 1) as [(typeof c.fences)[number]];
      return { op: 'signalFence', fence };
    }
    if (what !== 'mappings') continue;
    const attachments = c.view.buf(buf!)!.attachments;
    const mapping = c.view.mappings.find((name) => attachments.includes(c.view.mapping(name)!.attachment));
    if (mapping !== undefined) return { op: 'unmap', mapping };
  }
  return null;
};
