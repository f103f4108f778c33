import type { HostPolicy } from '../../../model/vocabulary/host/policy';
import type { HostParts } from '../../in-box/host';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug of kernel, guest or hardware: the in-box host with exactly one part replaced. */
export interface HostExhibit extends ExhibitInfo {
  /** The one part that is replaced. */
  readonly parts: Partial<HostParts>;
  /** The policy under which it shows; default: `correct`. */
  readonly policy?: HostPolicy;
}
