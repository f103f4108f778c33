import { DmaAttr, type DmaDirection } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex, DmaDevice } from '../../../model/vocabulary/dma-api/config';
import type { EntryView } from '../../../model/vocabulary/dma-api/view';
import { address } from '../../plain/words';
import { limitOf } from '../limit';
import type { DmaApiStep } from '../rule';
import { attrsText, describeOutcome } from '../words';
import { barAt } from './_platform';

/** What was asked of dma_map_phys, directly or by a P2P mapping through the host bridge. */
export interface Request {
  readonly device: DeviceIndex;
  readonly by: DmaDevice;
  readonly phys: bigint;
  readonly bytes: bigint;
  readonly direction: DmaDirection;
  readonly attrs: number;
  readonly isMmio: boolean;
  /** What was mapped; null: DMA_MAPPING_ERROR. */
  readonly entry: EntryView | null;
}

const isReturned = ({ outcome }: DmaApiStep): boolean => outcome.end === 'returned';

/** The request of a mapPhys or mapP2p; null where the op does not come to it. */
export function requestOf(step: DmaApiStep): Request | null {
  const { op, config, outcome, after } = step;
  if (!isReturned(step) || (op.op !== 'mapPhys' && op.op !== 'mapP2p')) return null;
  const by = config.devices[op.device]!;
  const { device, direction, bytes } = op;
  const entry = outcome.value === 0 ? (after.mapping(op.mapping)?.entries[0] ?? null) : null;
  if (op.op === 'mapPhys') {
    const attrs = op.form === 'resource' ? op.attrs | DmaAttr.MMIO : op.attrs;
    const isMmio = (attrs & DmaAttr.MMIO) !== 0;
    if (op.form === 'page' && isMmio) return null;
    return { device, by, phys: op.phys, bytes, direction, attrs, isMmio, entry };
  }
  if (outcome.attrs === null) return null;
  const { base } = config.devices[op.provider.device]!.bars[op.provider.bar]!;
  return { device, by, phys: base + op.offset, bytes, direction, attrs: outcome.attrs, isMmio: true, entry };
}

/** The path that a request takes: dma-mmio.md 4.1. */
export function pathOf({ by, phys, bytes, attrs }: Request): 'direct' | 'iommu' | 'legacy' {
  const { dma } = by;
  if (dma.path !== 'legacy') return dma.path;
  const limit = limitOf(by);
  if (dma.bypass && limit !== null && limit >= dma.requiredMask) return 'direct';
  const isPlainRam = (attrs & (DmaAttr.MMIO | DmaAttr.CC_SHARED)) === 0;
  return isPlainRam && phys + bytes <= dma.directWindow ? 'direct' : 'legacy';
}

/** The request of a step, if it takes the direct path, of a device that has a mask. */
export function directRequestOf(step: DmaApiStep): Request | null {
  const request = requestOf(step);
  return request !== null && request.by.dmaMask !== null && pathOf(request) === 'direct' ? request : null;
}

/** An entry that a mapping op made, and for whom. */
export interface Made {
  readonly device: DeviceIndex;
  readonly direction: DmaDirection;
  /** Of the mapping: those of a P2P segment of a scatterlist are not all here. */
  readonly attrs: number;
  readonly entry: EntryView;
}

/**
 * An entry is to be mapped as MMIO, whatever the subject says of it: as the caller asked, or as a segment of P2P memory
 * (DMA_SG_P2P).
 */
export function isAskedAsMmio(step: DmaApiStep, { phys }: EntryView): boolean {
  const { op, config, before } = step;
  if (op.op !== 'mapSg') return requestOf(step)?.isMmio ?? false;
  const owner = barAt(config, phys)?.owner;
  return config.assumptions.DMA_SG_P2P === 'mmio' && owner !== undefined && before.hasProviders(owner);
}

/** What a mapping op that succeeded made. */
export function madeBy({ op, outcome, after }: DmaApiStep): readonly Made[] {
  if (outcome.value !== 0 || (op.op !== 'mapPhys' && op.op !== 'mapP2p' && op.op !== 'mapSg')) return [];
  const mapping = after.mapping(op.mapping);
  if (mapping === null) return [];
  const { device, direction, attrs } = mapping;
  return mapping.entries.map((entry) => ({ device, direction, attrs, entry }));
}

export const MAPS = ['mapPhys', 'mapP2p', 'mapSg'] as const;

/** What was observed, for a person. */
export const explainOutcome = ({ op, outcome }: DmaApiStep): string => `observed ${describeOutcome(op, outcome)}`;

export const requestText = ({ phys, bytes, attrs, entry }: Request): string =>
  `${address(phys)}+${address(bytes)} with ${attrsText(attrs)}: ${entry === null ? 'refused' : `${entry.path} at ${address(entry.address)}`}`;
