import type { DeviceAccessParts } from '../../in-box/device-access';
import type { RmpParts } from '../../in-box/rmp';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug: the in-box device access with exactly one part replaced, of its own or of the RMP below it. */
export interface DeviceAccessExhibit extends ExhibitInfo {
  /** The one part that is replaced, … */
  readonly parts?: Partial<DeviceAccessParts>;
  /** … or the one part of the RMP. */
  readonly rmpParts?: Partial<RmpParts>;
}
