import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { InBoxType1 } from './in-box';
import { IommuDomain } from './iommu/domain';

type Of<Op extends Type1Op['op']> = Extract<Type1Op, { op: Op }>;

/** Executes one op: 0 or a negative errno, the bytes of a successful unmap, or null where it makes no sense. */
export function executeType1Op(d: InBoxType1, op: Type1Op): number | bigint | null {
  switch (op.op) {
    case 'map':
      return d.parts.mapDma(d, op);
    case 'unmap':
      return d.parts.unmapDma(d, op);
    case 'attach':
      return attach(d, op);
    case 'detach':
      return detach(d, op);
    case 'mmap':
      return d.process.add(op.area) ? 0 : null;
    case 'munmap':
      return munmap(d, op);
    case 'barMemory':
      return barMemory(d, op);
    case 'pinPage':
      return d.config.mediated ? d.parts.pinPage(d, op) : null;
    case 'unpinPage':
      return unpinPage(d, op);
  }
}

function attach(d: InBoxType1, { domain: index }: Of<'attach'>): number | null {
  const config = d.config.domains[index];
  if (config === undefined || d.domains.some((domain) => domain.index === index)) return null;
  return d.parts.attach(d, new IommuDomain(index, config, d.factory));
}

function detach(d: InBoxType1, { domain: index }: Of<'detach'>): number | null {
  const domain = d.domains.find((attached) => attached.index === index);
  if (domain === undefined) return null;
  d.parts.detach(d, domain);
  return 0;
}

function munmap(d: InBoxType1, { start }: Of<'munmap'>): number | null {
  const area = d.process.areaFrom(start);
  if (area === null) return null;
  d.process.remove(area);
  return 0;
}

function barMemory(d: InBoxType1, { enabled, start }: Of<'barMemory'>): number | null {
  const area = d.process.areaFrom(start);
  if (area === null || (area.kind !== 'pfnmap' && area.kind !== 'ioPfnmap')) return null;
  d.process.replace(area, { ...area, enabled });
  return 0;
}

function unpinPage(d: InBoxType1, { iova }: Of<'unpinPage'>): number | null {
  const mapping = d.mappings.overlapping(iova, iova);
  if (mapping === null || !mapping.mediatedPins.has(iova)) return null;
  d.parts.unpinPage(d, mapping, iova);
  return 0;
}
