import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { MapOp } from '../../../model/vocabulary/dma-api/op';
import type { InBoxDmaApi } from './in-box';
import { reportEntry } from './report';
import { ABSENT, BUG, returned, type Result } from './result';

type SgOp = Extract<MapOp, { op: 'mapSg' | 'unmapSg' }>;

/** Executes dma_map_sgtable and dma_unmap_sgtable. dma-mmio.md 4.6. */
export function executeSgOp(d: InBoxDmaApi, op: SgOp): Result {
  if (op.op === 'mapSg') return mapSg(d, op);
  const mapping = d.mappings.get(op.mapping);
  if (mapping === undefined || mapping.made !== 'sg') return ABSENT;
  d.parts.unmapSg(d, mapping);
  d.mappings.delete(op.mapping);
  return returned(0);
}

function mapSg(d: InBoxDmaApi, op: Extract<SgOp, { op: 'mapSg' }>): Result {
  const { attrs, direction, mapping: name } = op;
  const device = d.devices[op.device];
  if (device === undefined || d.hasName(name)) return ABSENT;
  if (device.config.dma.path === 'legacy' || (attrs & (DmaAttr.MMIO | DmaAttr.MMIO_ENCRYPTED)) !== 0) return ABSENT;
  if (d.parts.isFatal(direction)) return BUG;
  d.giveName(name);
  const requests = op.segments.map(({ bytes, phys }) => ({ device, phys, bytes, direction, attrs }));
  const result = d.parts.mapSg(d, { device, direction, attrs, requests });
  if (typeof result === 'number') return returned(result);
  d.mappings.set(name, { made: 'sg', direction, attrs, device, ...result });
  for (const entry of result.entries) reportEntry(d, entry);
  return returned(0, { entries: result.entries.map(({ address }) => address) });
}
