/** Rules on bounce buffers and CPU caches: dma-mmio.md 4.2, 4.3, 4.6, 7.1. */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex } from '../../../model/vocabulary/dma-api/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { inGuest, reachesSharedOnly } from './_platform';
import { explainOutcome, MAPS, madeBy, requestOf } from './_requests';
import { STEP } from './_rule';

const isBounce = ({ event }: DmaApiStep['outcome']['events'][number]): boolean => event === 'bounce';
const isCache = ({ event }: DmaApiStep['outcome']['events'][number]): boolean => event === 'cache';

/** The op maps or links MMIO, and nothing else. */
function mapsMmio(step: DmaApiStep): boolean {
  const { op, outcome } = step;
  if (outcome.end !== 'returned') return false;
  return op.op === 'link' ? (op.attrs & DmaAttr.MMIO) !== 0 : (requestOf(step)?.isMmio ?? false);
}

export const DMA_008: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-008',
  title: 'MMIO is never bounced',
  statement: 'No mapping or link of MMIO uses a bounce slot, on any path.',
  source: 'dma-mmio.md 4.2, 4.3, 4.6; Linux kernel/dma/direct.h, dma-iommu.c',
  why: 'What the device writes to a slot never reaches the register, and a read of it has no meaning.',
  example: 'The rule for untrusted devices does not look at the attribute.',
  on: [...MAPS, 'link'],
  check(step) {
    const slots = madeBy(step).filter(({ entry }) => entry.mmio);
    if (slots.length === 0 && !mapsMmio(step)) return NOT_EXERCISED;
    return must(
      slots.every(({ entry }) => entry.slots === 0) && !(mapsMmio(step) && step.outcome.events.some(isBounce)),
    );
  },
  explain: explainOutcome,
};

/** Who maps, or links, in a step. */
function requesterOf({ op, before }: DmaApiStep): DeviceIndex | null {
  if (op.op === 'link') return before.state(op.state)?.device ?? null;
  return 'device' in op ? op.device : null;
}

export const DMA_029: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-029',
  title: 'the pool fits the device',
  statement: 'In a guest, a device bounces to a shared pool exactly where it reaches shared memory only.',
  source: 'dma-mmio.md 7.1, 7.2 R10; Linux kernel/dma/swiotlb.c of 7.3',
  why: 'A private slot is out of reach for T=0; a shared one shows private data of T=1 to the host.',
  example: 'The default pool is taken for every device.',
  on: [...MAPS, 'link'],
  check(step) {
    const { config, before, outcome } = step;
    if (!inGuest(config) || config.assumptions.DMA_RELEASE === '7.2') return NOT_EXERCISED;
    const pools = outcome.events.flatMap((event) => (event.event === 'bounce' ? [event.pool] : []));
    if (pools.length === 0) return NOT_EXERCISED;
    const wanted = reachesSharedOnly(config, before, requesterOf(step)!);
    return must(pools.every((pool) => config.pools[pool]!.shared === wanted));
  },
  explain: explainOutcome,
};

const UNMAPS = ['unmapPhys', 'unmapP2p', 'unmapSg'] as const;

/** Ranges of MMIO that the op is about, by CPU address; null: all of it is MMIO. */
function mmioOf(step: DmaApiStep): readonly { readonly phys: bigint; readonly bytes: bigint }[] | null {
  const { op, before, outcome } = step;
  if (outcome.end !== 'returned') return [];
  switch (op.op) {
    case 'unmapPhys':
    case 'unmapP2p':
    case 'unmapSg':
    case 'syncFor':
      return before.mapping(op.mapping)!.entries.filter(({ mmio }) => mmio);
    case 'unlink':
    case 'destroy':
      return (op.attrs & DmaAttr.MMIO) !== 0 ? null : [];
    case 'mapSg':
      return madeBy(step).flatMap(({ entry }) => (entry.mmio ? [entry] : []));
    default:
      return mapsMmio(step) ? null : [];
  }
}

export const DMA_016: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-016',
  title: 'caches have no MMIO',
  statement: 'No map, unmap, link, unlink or sync does cache maintenance on MMIO.',
  source: 'dma-mmio.md 4.2, 4.3, 4.6; Linux kernel/dma/direct.h, dma-iommu.c, dma-attributes',
  why: 'Cache operations on a device’s registers are undefined on some CPUs, and slow on all.',
  example: 'A non-coherent device has everything flushed.',
  on: [...MAPS, ...UNMAPS, 'syncFor', 'link', 'unlink', 'destroy'],
  check(step) {
    const mmio = mmioOf(step);
    if (mmio === null) return must(!step.outcome.events.some(isCache));
    return mmio.length === 0 ? NOT_EXERCISED : must(touched(step, mmio) === null);
  },
  explain(step) {
    const mmio = mmioOf(step);
    return mmio === null ? explainOutcome(step) : `cache maintenance of ${address(touched(step, mmio)!)}`;
  },
};

function touched(
  { outcome }: DmaApiStep,
  mmio: readonly { readonly phys: bigint; readonly bytes: bigint }[],
): bigint | null {
  for (const event of outcome.events)
    if (event.event === 'cache' && mmio.some(({ phys, bytes }) => event.phys >= phys && event.phys < phys + bytes))
      return event.phys;
  return null;
}
