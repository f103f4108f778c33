/** Rules on attach, map and unmap by state: dma-mmio.md 1.5. */
import { Errno, errnoText } from '../../../model/vocabulary/errno';
import type { BufView } from '../../../model/vocabulary/dma-buf/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { mapOf, routeOf, targetOf } from './_map';
import { STEP } from './_rule';

const SOURCE = 'dma-mmio.md 1.5; Linux vfio_pci_dmabuf.c';
const MAP = { ...STEP, on: ['map'] } as const;

/** What an attach must return: peer-to-peer, revoked, revocable importer, in this order. */
function attachErrno({ op, config, before }: DmaBufStep): number {
  if (op.op !== 'attach') return 0;
  const { kind } = config.importers[op.importer]!;
  if (kind === 'static') return Errno.EOPNOTSUPP;
  if (before.buf(op.buf)!.state !== 'LIVE') return Errno.ENODEV;
  return kind === 'pinned' ? Errno.EOPNOTSUPP : 0;
}

export const BUF_017: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-017',
  title: 'who may attach',
  statement:
    'Attach asks first for peer-to-peer (EOPNOTSUPP), then whether the buffer is revoked (ENODEV), then for an invalidate callback (EOPNOTSUPP).',
  source: SOURCE,
  why: 'An importer that cannot be told to let go makes every reset of the device wait for ever.',
  example: 'Linux 6.19 attaches importers without a callback.',
  on: ['attach'],
  check: (step) => (step.outcome.end === 'returned' ? must(step.outcome.value === attachErrno(step)) : NOT_EXERCISED),
  explain: (step) => `expected ${errnoText(attachErrno(step))}, observed ${errnoText(step.outcome.value!)}`,
};

const bufText = (buf: BufView | null): string =>
  buf === null ? 'freed' : `${buf.state} with ${buf.mapRefs} map references`;

const explainRefs = (step: DmaBufStep): string => {
  const { name, was } = targetOf(step)!;
  return `${name} was ${bufText(was)}; the call returns ${errnoText(step.outcome.value!)}; now ${bufText(step.after.buf(name))}`;
};

export const BUF_018: DmaBufStepRule = {
  ...MAP,
  id: 'BUF-018',
  title: 'no map while revoked',
  statement: 'A map of a buffer that is not LIVE returns ENODEV.',
  source: SOURCE,
  why: 'The device may be in reset, or without memory decoding: a peer that writes there hangs, or hits somebody else.',
  example: 'The flag is looked at when the importer attaches, and never again.',
  check: (step) =>
    step.outcome.end === 'returned' && targetOf(step)?.was.state !== 'LIVE'
      ? must(step.outcome.value === Errno.ENODEV)
      : NOT_EXERCISED,
  explain: explainRefs,
};

export const BUF_019: DmaBufStepRule = {
  ...MAP,
  id: 'BUF-019',
  title: 'a map counts if it succeeds',
  statement: 'A map that succeeds takes one map reference, one that fails none.',
  source: SOURCE,
  why: 'A reference too many lets the next revoke wait for ever, one too few lets it return too early.',
  example: 'The reference is taken first, and not put back on an error.',
  check(step) {
    const target = step.outcome.end === 'returned' ? targetOf(step) : null;
    if (target === null) return NOT_EXERCISED;
    const refs = step.after.buf(target.name)?.mapRefs;
    return must(refs === target.was.mapRefs + (step.outcome.value === 0 ? 1 : 0));
  },
  explain: explainRefs,
};

export const BUF_020: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-020',
  title: 'an unmap counts once',
  statement: 'An unmap drops one map reference, in any state of the buffer.',
  source: SOURCE,
  why: 'Revoke waits for this count: dropped twice it returns while a mapping is alive.',
  example: 'The reference is put where the entries are freed, and again at the end.',
  on: ['unmap'],
  check(step) {
    const target = step.outcome.end === 'returned' ? targetOf(step) : null;
    if (target === null) return NOT_EXERCISED;
    return must(step.after.buf(target.name)?.mapRefs === target.was.mapRefs - 1);
  },
  explain: explainRefs,
};

export const BUF_025: DmaBufStepRule = {
  ...MAP,
  id: 'BUF-025',
  title: 'LIVE is usable',
  statement:
    'A map for BUS_ADDR of a LIVE buffer, in which no step fails, succeeds, whether the buffer was revoked before or not.',
  source: 'dma-mmio.md 1.6, 1.8 D1-3; Linux vfio_pci_dmabuf.c',
  why: 'A buffer that comes back from a reset must work again, and its references count from one again.',
  example: 'The counter is not re-armed after a revoke: the next map takes a reference from zero.',
  check(step) {
    const target = step.outcome.end === 'returned' ? targetOf(step) : null;
    if (target?.was.state !== 'LIVE' || mapOf(step).fail !== null || routeOf(step) !== 'BUS_ADDR') return NOT_EXERCISED;
    return must(step.outcome.value === 0 && target.was.mapRefs > 0);
  },
  explain: explainRefs,
};

export const BUF_037: DmaBufStepRule = {
  ...MAP,
  id: 'BUF-037',
  title: 'out of reach is EINVAL',
  statement: 'A map by an importer that cannot reach the exporter returns EINVAL.',
  source: 'dma-mmio.md 2.1, 2.5; Linux dma-buf-mapping.c',
  why: 'Its DMA would end at a bridge that does not forward it, or in memory that has the same number.',
  example: 'The errno of page-backed memory, EREMOTEIO, is returned.',
  check(step) {
    const target = step.outcome.end === 'returned' ? targetOf(step) : null;
    if (target?.was.state !== 'LIVE' || mapOf(step).fail?.at === 'object') return NOT_EXERCISED;
    return routeOf(step) === 'NOT_SUPPORTED' ? must(step.outcome.value === Errno.EINVAL) : NOT_EXERCISED;
  },
  explain: explainRefs,
};
