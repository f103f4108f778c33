import type { GpaPage, SpaPage } from '../rmp/entry';
import type { HostConfig } from './config';
import type { PolicyStep } from './policy-step';

/**
 * What a policy means to do, step by step. A step carries its outcome once it has run, so the plan goes on when it has;
 * what the host is like can be learnt only through read steps: time of check stays visible (host.md, A policy).
 */
export type Plan = Generator<PolicyStep, void, void>;

/** What does not change while the host runs. */
export interface HostView {
  readonly config: HostConfig;
}

/** Pages [gfn, gfn + n) of a guest, of its memory or of one of its BARs. The IOVA is the GPA; see `sharedWindow`. */
export interface HostRange {
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly n: number;
}

/** A 2M region of guest memory that lies on one 2M region of RAM. */
export interface Region2M {
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly spa: SpaPage;
}

/**
 * The software that decides IO page sizes and the order of unmap, flush, RMP change and map. Conversions call it with
 * ranges within one 2M region, whose lock they hold; the others with any range, and no lock held.
 */
export interface HostPolicy {
  readonly name: string;
  /** What it does, in one line. */
  readonly what: string;
  /** Guests are told to convert whole multiples of so many pages. */
  readonly granule: 1 | 512;
  /**
   * Devices are to reach the shared pages of the range, untrusted ones (t = 0) or trusted ones above vTOM: it was converted,
   * or a device was attached. In place, what backs it may be private.
   */
  mapShared(view: HostView, range: HostRange, t: 0 | 1): Plan;
  /** Trusted devices are to reach the private pages of the range. */
  mapPrivate(view: HostView, range: HostRange): Plan;
  /** Around a shared → private conversion; mapPrivate follows where the guest has trusted devices. */
  beforePrivate(view: HostView, range: HostRange): Plan;
  afterPrivate(view: HostView, range: HostRange): Plan;
  /** Around a private → shared conversion; mapShared follows where the guest has devices. */
  beforeShared(view: HostView, range: HostRange): Plan;
  afterShared(view: HostView, range: HostRange): Plan;
  /** Must leave the RMP at 4K, by psmash or psmashIo; KVM's fault handler calls it too. */
  smash(view: HostView, region: Region2M): Plan;
  /** The backing of the range is about to go back to the allocator. */
  beforeFree(view: HostView, range: HostRange): Plan;
}
