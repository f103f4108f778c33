import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { MapForm, MapOp } from '../../../model/vocabulary/dma-api/op';
import type { InBoxDmaApi } from './in-box';
import type { Mapping } from './objects/mapping';
import type { MapRequest } from './objects/request';
import { reportEntry } from './report';
import { ABSENT, BUG, returned, type Result } from './result';
import { executeP2pOp } from './step-p2p';
import { executeSgOp } from './step-sg';

type Of<Op extends MapOp['op']> = Extract<MapOp, { op: Op }>;

/** Executes maps, unmaps and syncs. dma-mmio.md 4.1, 4.6. */
export function executeMapOp(d: InBoxDmaApi, op: MapOp): Result {
  switch (op.op) {
    case 'mapPhys':
      return mapPhys(d, op);
    case 'unmapPhys':
      return unmapPhys(d, op);
    case 'mapP2p':
    case 'unmapP2p':
      return executeP2pOp(d, op);
    case 'mapSg':
    case 'unmapSg':
      return executeSgOp(d, op);
    case 'syncFor':
      return syncFor(d, op);
  }
}

function mapPhys(d: InBoxDmaApi, op: Of<'mapPhys'>): Result {
  const device = d.devices[op.device];
  if (device === undefined || d.hasName(op.mapping)) return ABSENT;
  const isTaken = op.form !== 'page' || d.parts.pageFormTakes(op.attrs);
  if (isTaken && d.parts.isFatal(op.direction)) return BUG;
  d.giveName(op.mapping);
  const { bytes, direction, phys } = op;
  const attrs = attrsOf(d, op.form, op.attrs);
  const request: MapRequest = { device, phys, bytes, direction, attrs };
  const entry = isTaken ? d.parts.mapPhys(d, request) : null;
  if (entry === null) return returned(d.parts.mappingErrno);
  const mapping: Mapping = { made: 'phys', direction, attrs, device, entries: [entry], span: null };
  d.mappings.set(op.mapping, mapping);
  reportEntry(d, entry);
  return returned(0, { address: entry.address });
}

const attrsOf = (d: InBoxDmaApi, form: MapForm, attrs: number): number =>
  form === 'resource' ? d.parts.resourceAttrs(attrs) : attrs;

function unmapPhys(d: InBoxDmaApi, op: Of<'unmapPhys'>): Result {
  const mapping = d.mappings.get(op.mapping);
  if (mapping === undefined || mapping.made !== 'phys') return ABSENT;
  if (op.form === 'page' && (op.attrs & DmaAttr.MMIO) !== 0) return returned(0);
  if (d.parts.isFatal(op.direction)) return BUG;
  if (op.direction !== mapping.direction || attrsOf(d, op.form, op.attrs) !== mapping.attrs) {
    d.report('attrsDiffer');
    return returned(0);
  }
  for (const entry of mapping.entries) d.parts.unmapPhys(d, entry);
  d.mappings.delete(op.mapping);
  return returned(0);
}

function syncFor(d: InBoxDmaApi, { mapping: name, target }: Of<'syncFor'>): Result {
  const mapping = d.mappings.get(name);
  if (mapping === undefined) return ABSENT;
  if (mapping.entries.some((entry) => d.parts.mustNotSync(entry))) d.report('syncOfMmio');
  else for (const entry of mapping.entries) d.parts.syncEntry(d, entry, target);
  return returned(0);
}
