import type { ExportOp } from '../../../../model/vocabulary/dma-buf/op';
import type { Ending } from '../call';
import type { InBoxDmaBuf } from '../in-box';
import type { DmaBuf, PhysRange } from '../objects/dma-buf';
import type { VfioDevice } from '../objects/vfio-device';

type Ranges = ExportOp['ranges'];

/** The export call. dma-mmio.md 1.2, rows by name. Numbers are 0 or an errno. */
export interface ExportParts {
  readonly exportBuf: (d: InBoxDmaBuf, device: VfioDevice, op: ExportOp) => Ending;
  /** A2 to A5. */
  readonly checkHeader: (op: ExportOp) => number;
  /** A6 to B2. */
  readonly checkFeature: (d: InBoxDmaBuf, device: VfioDevice, op: ExportOp) => number;
  /** B3: is the call over, with 0? */
  readonly isProbe: (op: ExportOp) => boolean;
  /** B4 to B11, in their order. */
  readonly checkArgument: (d: InBoxDmaBuf, device: VfioDevice, op: ExportOp) => number;
  /** B4 to B7. */
  readonly checkPayload: (d: InBoxDmaBuf, op: ExportOp) => number;
  readonly hasLegalFlags: (op: ExportOp) => boolean;
  readonly hasLegalCount: (op: ExportOp) => boolean;
  /** B8. */
  readonly checkRegion: (d: InBoxDmaBuf, device: VfioDevice, op: ExportOp) => number;
  readonly isBar: (region: number) => boolean;
  readonly isClaimed: (device: VfioDevice, region: number) => boolean;
  /** B9. */
  readonly copyRanges: (op: ExportOp) => number;
  /** B10, B11. */
  readonly checkRanges: (d: InBoxDmaBuf, ranges: Ranges) => number;
  readonly isAligned: (d: InBoxDmaBuf, offset: bigint, length: bigint) => boolean;
  readonly isLegalTotal: (total: bigint) => boolean;
  /** B12 to B17. */
  readonly createBuf: (d: InBoxDmaBuf, device: VfioDevice, op: ExportOp) => Ending;
  readonly sizeOf: (ranges: Ranges) => bigint;
  /** B13. */
  readonly hasProvider: (device: VfioDevice, region: number) => boolean;
  /** B14: the physical ranges, or an errno. */
  readonly fillRanges: (d: InBoxDmaBuf, device: VfioDevice, op: ExportOp) => readonly PhysRange[] | number;
  readonly overflowErrno: number;
  /** Does [paddr, end) lie in the BAR? */
  readonly isInBar: (device: VfioDevice, region: number, paddr: bigint, end: bigint) => boolean;
  /** In what order, and how joined, a buffer keeps its ranges. */
  readonly arrange: (ranges: readonly PhysRange[]) => PhysRange[];
  readonly getRegistration: (device: VfioDevice) => void;
  readonly putRegistration: (device: VfioDevice) => void;
  /** B16 failed: takes back what came before. */
  readonly undoCreate: (d: InBoxDmaBuf, device: VfioDevice) => void;
  /** The buffer joins its device. */
  readonly publish: (d: InBoxDmaBuf, device: VfioDevice, buf: DmaBuf) => void;
  readonly isBornRevoked: (d: InBoxDmaBuf, device: VfioDevice) => boolean;
  /** B17 failed: the buffer goes through its normal release. */
  readonly undoPublish: (d: InBoxDmaBuf, buf: DmaBuf) => void;
}
