import type { Type1Op } from '../../../../model/vocabulary/vfio-type1/op';
import type { InBoxType1 } from '../in-box';
import type { Mapping } from '../objects/mapping';

/** The mediated device's own pins. Numbers are 0 or an errno. */
export interface MediatedParts {
  readonly pinPage: (d: InBoxType1, op: Extract<Type1Op, { op: 'pinPage' }>) => number;
  /** Pins a page that the device does not have yet. */
  readonly pinFirst: (d: InBoxType1, mapping: Mapping, iova: bigint) => number;
  /** Lets a pinned page go, once. */
  readonly unpinPage: (d: InBoxType1, mapping: Mapping, iova: bigint) => void;
  /** Tells the device that a mapping is to be unmapped. */
  readonly notifyUnmap: (d: InBoxType1, mapping: Mapping) => void;
}
