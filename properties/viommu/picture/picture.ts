import type { ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import type { PlainPicture } from '../../plain/picture';
import { addressMapsOf } from './address-maps';
import { waysOf } from './ways';

/** What is drawn of an op on a private region: tables and IOTLB, the steps of the call, the blocks that it leaves. */
export const viommuPicture: PlainPicture<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView> = (step) => ({
  maps: addressMapsOf(step),
  trees: [],
  entries: [],
  regions: [],
  effects: [],
  ways: waysOf(step),
});

/** What each IOMMU has, in a few words. */
export const stateText = (view: ViommuView): string =>
  Array.from({ length: view.iommus }, (_, iommu) => {
    const { domain, slots, dte, vfMapped } = view.iommu(iommu);
    const held = slots.filter((slot) => slot !== null);
    const leaked = held.filter((slot) => slot.leaked).length;
    const parts = [
      domain === null ? 'no domain' : `domain ${domain}`,
      ...(held.length > 0 ? [`${held.length} blocks`] : []),
      ...(leaked > 0 ? [`${leaked} leaked`] : []),
      ...(dte === null ? [] : [`device entry of domain ${dte}`]),
      ...(vfMapped ? ['VF mapped'] : []),
    ];
    return `IOMMU ${iommu}: ${parts.join(', ')}`;
  }).join('; ');
