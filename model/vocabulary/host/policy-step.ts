import type { GpaPage, SpaPage } from '../rmp/entry';
import type { IovaPage } from '../units';
import type { StepKind } from './step-kind';

// A step is made by whoever takes it, and carries its outcome once it has run: the fields that are not readonly.

/** Maps `n` leaves of 2^lg bytes, consecutive on both sides. `done`: those that were written. */
export interface IoMapStep {
  readonly kind: typeof StepKind.ioMap;
  readonly dom: number;
  readonly iova: IovaPage;
  readonly spa: SpaPage;
  readonly lg: number;
  readonly n: number;
  /** The caller says that it is MMIO (IOMMU_MMIO of Linux). */
  readonly mmio: boolean;
  done: number;
  /** The leaves carry the C-bit. */
  encrypted: boolean;
}
/** Clears every leaf that covers one of `n` pages, whole: what was cleared is [from, to), empty where from = to. */
export interface IoUnmapStep {
  readonly kind: typeof StepKind.ioUnmap;
  readonly dom: number;
  readonly iova: IovaPage;
  readonly n: number;
  from: IovaPage;
  to: IovaPage;
  /** Sizes of the leaves at the two ends of the range after the step; 0 where there is none. */
  leftLg: number;
  rightLg: number;
}
/** Puts an invalidation into the command queue; it has happened when a completionWait is over. */
export interface IotlbInvStep {
  readonly kind: typeof StepKind.iotlbInv;
  readonly dom: number;
  readonly iova: IovaPage;
  readonly n: number;
}
export interface DevtlbInvStep {
  readonly kind: typeof StepKind.devtlbInv;
  readonly device: number;
  readonly iova: IovaPage;
  readonly n: number;
}
export interface CompletionWaitStep {
  readonly kind: typeof StepKind.completionWait;
}
/** PSMASH_IO: RMP entry and 2M leaf together. `code` −1: refused, there is no such leaf. rmp.md 2.7. */
export interface PsmashIoStep {
  readonly kind: typeof StepKind.psmashIo;
  readonly dom: number;
  readonly iova: IovaPage;
  readonly spa: SpaPage;
  code: number;
}
/** Reads the RMP at `spa`, and how many of `n` pages from there on look the same. */
export interface ReadRmpStep {
  readonly kind: typeof StepKind.readRmp;
  readonly spa: SpaPage;
  readonly n: number;
  assigned: boolean;
  /** 12 or 21. */
  lg: number;
  asid: number;
  run: number;
}
/** Reads the leaf that covers `iova`: its size (0: none), its first IOVA and system page. */
export interface ReadLeafStep {
  readonly kind: typeof StepKind.readLeaf;
  readonly dom: number;
  readonly iova: IovaPage;
  lg: number;
  first: IovaPage;
  spa: SpaPage;
}
/** Where the pages of a GPA range live: system page (−1: nowhere), and how many of `n` follow on it. */
export interface ReadBackingStep {
  readonly kind: typeof StepKind.readBacking;
  readonly guest: number;
  readonly isPrivate: boolean;
  readonly gfn: GpaPage;
  readonly n: number;
  spa: SpaPage;
  run: number;
  /** It is a BAR. */
  mmio: boolean;
}
export interface PsmashStep {
  readonly kind: typeof StepKind.psmash;
  readonly spa: SpaPage;
  code: number;
}
/** The lock of a 2M region of guest memory. An actor may take it again while it holds it. */
export interface LockStep {
  readonly kind: typeof StepKind.lock | typeof StepKind.unlock;
  readonly guest: number;
  readonly region: number;
}

/** Steps that a policy may take. */
export type PolicyStep =
  | IoMapStep
  | IoUnmapStep
  | IotlbInvStep
  | DevtlbInvStep
  | CompletionWaitStep
  | PsmashIoStep
  | PsmashStep
  | ReadRmpStep
  | ReadLeafStep
  | ReadBackingStep
  | LockStep;
