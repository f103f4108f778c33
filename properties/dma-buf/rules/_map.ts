import type { MapType } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, Name } from '../../../model/vocabulary/dma-buf/op';
import type { DmaEvent } from '../../../model/vocabulary/dma-buf/outcome';
import type { BufView, MappingView } from '../../../model/vocabulary/dma-buf/view';
import type { DmaBufStep } from '../rule';

export type MapOp = Extract<DmaBufOp, { readonly op: 'map' }>;

/** The map of a step whose rule is on `map`. */
export const mapOf = ({ op }: DmaBufStep): MapOp => op as MapOp;

/** The buffer that a map or unmap is about, as it was before; null where it is not there. */
export function targetOf({ op, before }: DmaBufStep): { readonly name: Name; readonly was: BufView } | null {
  const attachment =
    op.op === 'map' ? op.attachment : op.op === 'unmap' ? before.mapping(op.mapping)?.attachment : undefined;
  const name = attachment === undefined ? undefined : before.attachment(attachment)?.buf;
  return name === undefined ? null : { name, was: before.buf(name)! };
}

/** Who maps; null where there is no such attachment. */
export const importerOf = (step: DmaBufStep): number | null =>
  step.before.attachment(mapOf(step).attachment)?.importer ?? null;

/** How the DMA of the importer of a map reaches the exporter; null where that cannot be told. */
export function routeOf(step: DmaBufStep): MapType | null {
  const importer = importerOf(step);
  const target = targetOf(step);
  return importer === null || target === null ? null : step.config.importers[importer]!.reach[target.was.device]!;
}

/** The table that a map made; null where it failed. */
export const tableOf = (step: DmaBufStep): MappingView | null =>
  step.outcome.value === 0 ? step.after.mapping(mapOf(step).mapping) : null;

const DMA_EVENTS = ['reserve', 'link', 'sync', 'destroy', 'mapPhys', 'unmapPhys'];
export const isDma = (event: { readonly event: string }): event is DmaEvent => DMA_EVENTS.includes(event.event);
