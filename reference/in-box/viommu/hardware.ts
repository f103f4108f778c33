import type { ByteIova, Spa } from '../../../model/vocabulary/viommu/config';
import type { InBoxViommu } from './in-box';
import type { Iommu } from './objects/iommu';

/** Where an access through the device-table entry comes to; null: it faults. What was looked up in tables is cached. */
export function reach(d: InBoxViommu, { dte, iotlb }: Iommu, iova: ByteIova): Spa | null {
  if (dte === null) return null;
  const line = iotlb.find(dte, iova);
  if (line !== undefined) return line.spa === null ? null : line.spa + (iova - line.iova);
  const spa = d.domains.get(dte)?.at(iova)?.spa ?? null;
  const keeps = spa !== null || d.config.assumptions.VIOMMU_NON_PRESENT === 'cached';
  if (keeps) iotlb.fill(dte, iova, spa);
  return spa;
}
