import type { ByteIova, Spa } from '../vocabulary/viommu/config';
import type { Iommu, World } from './state';

/** Where an access of the IOMMU itself comes to; null: it faults. A page that is cached is not looked up in the tables. */
export function access(world: World, iommu: Iommu, iova: ByteIova, isWrite: boolean): Spa | null {
  const reached = translate(world, iommu, iova);
  if (reached !== null && isWrite) world.memory.write(reached);
  return reached;
}

function translate({ config }: World, { dte, iotlb }: Iommu, iova: ByteIova): Spa | null {
  if (dte === null) return null;
  const line = iotlb.find(dte.id, iova);
  if (line !== null) return line.spa === null ? null : line.spa + (iova % 4096);
  const spa = dte.iopte(iova)?.spa ?? null;
  if (spa !== null || config.assumptions.VIOMMU_NON_PRESENT === 'cached') iotlb.fill(dte.id, iova, spa);
  return spa;
}
