/** Rules on the IOVA API, and on what iommu-dma leaves: dma-mmio.md 4.3, 4.4. */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex, Span } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';
import { Errno } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { explainOutcome, MAPS, madeBy } from './_requests';
import { STEP } from './_rule';

const SOURCE = 'dma-mmio.md 4.4; Linux dma-iommu.c';

const overlaps = (a: Span, b: Span): boolean => a.base < b.base + b.bytes && b.base < a.base + a.bytes;
const granuleOf = ({ config }: DmaApiStep): bigint => 1n << BigInt(config.granuleLg);

export const DMA_047: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-047',
  title: 'only the first link begins within a granule',
  statement: 'A link behind the start of its state, of memory that begins within a granule, is EIO.',
  source: SOURCE,
  why: 'The bytes before it in the granule would be mapped over those of the link before.',
  example: 'It is mapped from the start of the granule on, silently misplaced.',
  on: ['link'],
  check(step) {
    const { op, outcome } = step;
    if (op.op !== 'link' || outcome.end !== 'returned') return NOT_EXERCISED;
    return op.phys % granuleOf(step) !== 0n && op.offset > 0n ? must(outcome.value === Errno.EIO) : NOT_EXERCISED;
  },
  explain: explainOutcome,
};

/** The device bounces what is unaligned: untrusted, or by the kmalloc rule. */
function bouncesUnaligned({ config, op }: DmaApiStep, device: DeviceIndex): boolean {
  const { untrusted, coherent, kmallocAlign } = config.devices[device]!;
  if (op.op !== 'link') return false;
  const isShort = kmallocAlign !== 0n && op.bytes % kmallocAlign !== 0n;
  return untrusted || (!coherent && op.direction !== 'TO_DEVICE' && isShort);
}

export const DMA_048: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-048',
  title: 'unaligned MMIO is not linked by halves',
  statement: 'A link of unaligned MMIO fails where the device would have to bounce it, and takes no slot.',
  source: SOURCE,
  why: 'MMIO cannot be bounced, and mapping the whole granule shows its neighbours to an untrusted device.',
  example: 'Head and tail are bounced as those of RAM.',
  on: ['link'],
  check(step) {
    const { op, outcome, before } = step;
    if (op.op !== 'link' || outcome.end !== 'returned' || (op.attrs & DmaAttr.MMIO) === 0) return NOT_EXERCISED;
    const isUnaligned = (op.phys | op.bytes) % granuleOf(step) !== 0n;
    if (!isUnaligned || !bouncesUnaligned(step, before.state(op.state)!.device)) return NOT_EXERCISED;
    return must(outcome.value! < 0 && outcome.events.length === 0);
  },
  explain: explainOutcome,
};

/** IOVA space that an op says is ready for the device. */
function readied(step: DmaApiStep): { readonly device: DeviceIndex; readonly spans: readonly Span[] } | null {
  const { op, outcome, before } = step;
  if (op.op === 'sync') {
    const state = before.state(op.state);
    if (state === null || outcome.value !== 0) return null;
    return { device: state.device, spans: [{ base: state.address + op.offset, bytes: op.bytes }] };
  }
  const made = madeBy(step).filter(({ entry }) => entry.path === 'translated');
  if (made.length === 0) return null;
  return { device: made[0]!.device, spans: made.map(({ entry }) => ({ base: entry.address, bytes: entry.bytes })) };
}

const unready = (step: DmaApiStep): Span | undefined => {
  const { device, spans } = readied(step)!;
  return step.after.unflushed(device).find((span) => spans.some((one) => overlaps(one, span)));
};

export const DMA_049: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-049',
  title: 'no use before the flush',
  statement: 'When a map or a sync returns success, the IOTLB has been told of all that was mapped.',
  source: 'dma-mmio.md 4.3, 4.4; Linux dma-iommu.c',
  why: 'IOMMUs that keep entries that are not present fault on the first use.',
  example: 'The sync is left out where a mapping has several ranges.',
  on: [...MAPS, 'sync'],
  check: (step) => (readied(step) === null ? NOT_EXERCISED : must(unready(step) === undefined)),
  explain(step) {
    const { base, bytes } = unready(step)!;
    return `${address(base)}+${address(bytes)} is mapped, and not flushed`;
  },
};

export const DMA_050: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-050',
  title: 'destroy frees it all',
  statement: 'After a destroy or a free nothing of the reservation is taken, and nothing in it has IOPTEs.',
  source: 'dma-mmio.md 4.4; Linux dma-iommu.c of 7.3',
  why: 'IOVA space of a device runs out, one tail after the other.',
  example: 'As much is freed as was mapped.',
  on: ['destroy', 'free'],
  check(step) {
    const { op, outcome } = step;
    if ((op.op !== 'destroy' && op.op !== 'free') || outcome.end !== 'returned') return NOT_EXERCISED;
    return must(left(step, op.state) === undefined);
  },
  explain(step) {
    const { op } = step;
    const span = left(step, op.op === 'destroy' || op.op === 'free' ? op.state : '')!;
    return `${address(span.base)}+${address(span.bytes)} is left`;
  },
};

/** What is left of a state's IOVA space. */
function left(step: DmaApiStep, name: string): Span | undefined {
  const { device, address: base, bytes } = step.before.state(name)!;
  const spans = [...step.after.reserved(device), ...step.after.mapped(device)];
  return spans.find((span) => overlaps(span, { base, bytes }));
}

const spansText = (spans: readonly Span[]): string =>
  spans.map(({ base, bytes }) => `${address(base)}+${address(bytes)}`).join(' ') || 'nothing';

export const DMA_051: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-051',
  title: 'no space, no state',
  statement: 'A try_alloc that fails leaves no state and takes nothing.',
  source: SOURCE,
  why: 'The caller tests the size of the state: one that is half filled is used.',
  example: 'The size is stored before the space is found.',
  on: ['tryAlloc'],
  check({ op, outcome, before, after }) {
    if (op.op !== 'tryAlloc' || outcome.end !== 'returned' || outcome.value !== 0) return NOT_EXERCISED;
    const isSame = spansText(before.reserved(op.device)) === spansText(after.reserved(op.device));
    return must(outcome.address === null && after.state(op.state) === null && isSame);
  },
  explain: ({ op, after }) =>
    op.op === 'tryAlloc' ? `state ${op.state}; taken: ${spansText(after.reserved(op.device))}` : '',
};

/** The device whose mapping or link failed in a step, or its iommu_map; null: nothing did. */
function failedOf({ op, outcome, before }: DmaApiStep): DeviceIndex | null {
  const isMapOfItsOwn = op.op === 'mapPhys' || op.op === 'mapP2p' || op.op === 'mapSg';
  if (outcome.end !== 'returned' || !(isMapOfItsOwn || op.op === 'link')) return null;
  const isMapFailed = outcome.events.some((event) => event.event === 'iommuMap' && event.value !== 0);
  if (!isMapFailed && outcome.value === 0) return null;
  return isMapOfItsOwn ? op.device : before.state(op.state)!.device;
}

export const DMA_056: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-056',
  title: 'what failed leaves nothing',
  statement:
    'A mapping or link in which iommu_map fails fails; one that fails leaves its device the IOPTEs, IOVA space and slots that it had.',
  source: 'dma-mmio.md 4.3, 4.4; Linux iommu.c, dma-iommu.c',
  why: 'The device reaches memory that nobody knows to be mapped.',
  example: 'The segments before the one that failed stay.',
  on: [...MAPS, 'link'],
  check(step) {
    const device = failedOf(step);
    if (device === null) return NOT_EXERCISED;
    const isSame = heldBy(step.before, step, device) === heldBy(step.after, step, device);
    return must(isSame && step.outcome.value !== 0);
  },
  explain(step) {
    const device = failedOf(step)!;
    return `before: ${heldBy(step.before, step, device)}; after: ${heldBy(step.after, step, device)}`;
  },
};

/** What a device holds that a failed map must give back. */
function heldBy(view: DmaApiView, { config }: DmaApiStep, device: DeviceIndex): string {
  const pool = config.devices[device]!.pool;
  const slots = pool === null ? 0 : view.usedSlots(pool).length;
  return `${spansText(view.mapped(device))} mapped, ${spansText(view.reserved(device))} reserved, ${slots} slots`;
}
