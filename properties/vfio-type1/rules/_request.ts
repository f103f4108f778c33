import { smallestSize } from '../../../model/vfio-type1/domain-calls';
import { TOP } from '../../../model/vfio-type1/pages';
import type { MapOp, Type1Op, UnmapOp } from '../../../model/vocabulary/vfio-type1/op';
import type { MappingView, Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { Type1Step } from '../rule';

export const mapOf = (step: Type1Step): MapOp => step.op as MapOp;
export const unmapOf = (step: Type1Step): UnmapOp => step.op as UnmapOp;

/**
 * True if steps 1 and 2 of dma-mmio.md 5.1 find nothing wrong: readable, known flags, a range that does not overflow.
 */
export const isReadable = ({ argument, otherFlags, iova, vaddr, size }: MapOp): boolean =>
  argument === 'ok' && !otherFlags && size > 0n && iova + size <= TOP && vaddr + size <= TOP;

/** Step 3: rights, or the VADDR flag. */
export const hasFlags = ({ read, write, updateVaddr }: MapOp): boolean => (read || write) !== updateVaddr;

/** Step 4. */
export const isAligned = ({ pageSizes }: Type1View, ...values: readonly bigint[]): boolean =>
  values.every((value) => (value & (smallestSize(pageSizes) - 1n)) === 0n);

/** A map of pages that steps 1 to 4 find nothing wrong with. */
export const isMapRequest = ({ before }: Type1Step, op: MapOp): boolean =>
  isReadable(op) && hasFlags(op) && !op.updateVaddr && isAligned(before, op.iova, op.vaddr, op.size);

export const overlapping = ({ mappings }: Type1View, iova: bigint, bytes: bigint): readonly MappingView[] =>
  mappings.filter((mapping) => mapping.iova < iova + bytes && iova < mapping.iova + mapping.bytes);

export const isInWindow = ({ windows }: Type1View, { iova, size }: MapOp): boolean =>
  windows.some(({ first, last }) => iova >= first && iova + size - 1n <= last);

/** A map that only the pages and the domains can fail. */
export const isAdmitted = (step: Type1Step): boolean => {
  const op = mapOf(step);
  const { before } = step;
  return (
    isMapRequest(step, op) &&
    overlapping(before, op.iova, op.size).length === 0 &&
    before.entriesLeft > 0 &&
    isInWindow(before, op)
  );
};

/** An unmap of a range that nothing is wrong with but, perhaps, what lies across its edges. dma-mmio.md 5.5. */
export const isUnmapRequest = ({ before }: Type1Step, op: UnmapOp): boolean =>
  op.argument === 'ok' &&
  !op.otherFlags &&
  !op.all &&
  !op.invalidateVaddr &&
  op.size > 0n &&
  op.iova + op.size <= TOP &&
  isAligned(before, op.iova, op.size);

export const isFaulty = (op: Type1Op): boolean => 'fail' in op && op.fail !== null;

/** True if every attached domain takes each page by itself: no call is refused for its alignment. */
export const takesPages = ({ config, before }: Type1Step): boolean =>
  before.domains.every((domain) => smallestSize(config.domains[domain]!.pageSizes) <= 4096n);
