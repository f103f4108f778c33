import type { RmpEntry, RmpState } from '../vocabulary/rmp/entry';
import { GpaTag, tagOf } from './entry';

/**
 * The named state of a covered page. rmp.md 1.6. `entry` is what stands for the page: under a 2M entry that entry
 * itself, not the effective one, so that all 512 pages have its state.
 */
export function classify(entry: RmpEntry): RmpState {
  if (!entry.assigned) {
    if (entry.validated || entry.asid !== 0) return 'Invalid';
    return entry.immutable ? 'HV-Fixed' : 'Hypervisor';
  }
  if (entry.asid > 0) {
    if (entry.immutable) return entry.validated ? 'Pre-Swap' : 'Pre-Guest';
    return entry.validated ? 'Guest-Valid' : 'Guest-Invalid';
  }
  if (entry.validated) return 'Invalid';
  if (!entry.immutable) return 'Reclaim';
  if (entry.gpa === 0) return entry.vmsa ? 'Context' : 'Firmware';
  if (tagOf(entry.gpa) === GpaTag.firmwareIommu) return entry.vmsa ? 'Invalid' : 'Firmware-IOMMU';
  return 'Metadata';
}
