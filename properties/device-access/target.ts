import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { Sdte } from '../../model/vocabulary/device-access/op';
import type { IotlbEntry } from '../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import { LG_2M, LG_4K, checkPrivate, isGranted, passesShared, type Target } from './check';

/** A target that a request got to, with the leaves that led there. */
export interface Reached extends Target {
  readonly hit: IotlbEntry | null;
  /** log2 of the S1 leaf and of the host table's; null where there is no such stage, or on a hit. */
  readonly s1Lg: number | null;
  readonly s2Lg: number | null;
  /** log2 of the leaf that decides the granule; null on a hit. */
  readonly leafLg: number | null;
  /** `none`: nothing is checked of this request. */
  readonly check: 'none' | 'shared' | 'private';
  /** The size of the RMP entry plays no part (S1_ONLY_ON_SNP = 'fixed_up'). */
  readonly anySize: boolean;
}

/** What one DMA request must come to, as the rules read the words of the state before it. */
export type Reading =
  /** The documents do not say, or two cached translations contradict one another. */
  | { readonly kind: 'open' }
  /** The ASID is fenced: nothing of the guest gets through. */
  | { readonly kind: 'fenced' }
  | { readonly kind: 'illegal' }
  /** An IO page fault: no leaf, or no permission. */
  | { readonly kind: 'io-fault' }
  /** The RMP refuses a fetch of a table page at GPA page `gpa`. */
  | { readonly kind: 'fetch-fault'; readonly gpa: number }
  /** A host structure that the RMP does not let the IOMMU read (IOMMU_PT_READ_CHECKED). */
  | { readonly kind: 'hw-error'; readonly spa: number }
  | { readonly kind: 'reached'; readonly target: Reached };

/** True if the RMP lets the request through at the granule given, without a second attempt. */
export function passesOnce(
  view: DeviceAccessView,
  config: DeviceAccessConfig,
  sdte: Sdte | null,
  target: Reached,
): boolean {
  if (target.check === 'none') return true;
  if (target.check === 'shared') return passesShared(view.rmp, config.rmp, target);
  return isGranted(checkPrivate(view.rmp, config.rmp.assumptions, sdte!, target, target.anySize));
}

/** True if the RMP lets the request through; with IO_NO_4K_RETRY = false a failed check at 2M is repeated at 4K. */
export function passes(
  view: DeviceAccessView,
  config: DeviceAccessConfig,
  sdte: Sdte | null,
  target: Reached,
): boolean {
  if (passesOnce(view, config, sdte, target)) return true;
  if (config.rmp.assumptions.IO_NO_4K_RETRY || target.granuleLg !== LG_2M) return false;
  return passesOnce(view, config, sdte, { ...target, granuleLg: LG_4K });
}
