/** The DMA algorithm: rmp.md 4.3. */
import type { DmaOp } from '../vocabulary/device-access/op';
import type { DmaOutcome, IommuEvent } from '../vocabulary/device-access/outcome';
import type { GpaPage, SpaPage } from '../vocabulary/rmp/entry';
import { pagesOf } from '../vocabulary/units';
import { passingGranule } from './check';
import { illegalDte, ioPageFault, rmpHwError, rmpPageFault } from './events';
import { checkedLeaf, granuleOf, LG_4K, nestedReach } from './granule';
import type { CachedTranslation } from './iotlb';
import { trustedRequester, untrustedRequester, type Requester } from './requester';
import type { DeviceAccessState } from './state';
import { GuestWalker } from './walk-guest';
import { walkHost } from './walk-host';

/** A translation by both stages, with the leaf sizes met: 0 where a stage is absent. */
interface Translation {
  readonly gpa: GpaPage;
  readonly spa: SpaPage;
  readonly s1Lg: number;
  readonly s2Lg: number;
  readonly guestWrite: boolean;
  readonly hostRead: boolean;
  readonly hostWrite: boolean;
}

/** One request in flight. */
class Request {
  constructor(
    private readonly io: DeviceAccessState,
    private readonly op: DmaOp,
    private readonly who: Requester,
  ) {}

  run(): DmaOutcome {
    const { io, op, who } = this;
    if (this.isIllegal()) return this.aborted(illegalDte(op), -1, false, false);
    // A fenced guest's IO is blocked without an event (4.5).
    if (who.t === 1 && io.fenced.has(who.asid)) return this.aborted(null, -1, false, false);
    const cached = io.iotlb.find(op.device, op.pasid, op.t, op.iova);
    return cached === null ? this.miss() : this.hit(cached);
  }

  /** Reserved encodings; Mode = 0 while SNP is on (DTE_MODE0_ILLEGAL, S1_ONLY_ON_SNP). */
  private isIllegal(): boolean {
    const { io, who } = this;
    if (who.reserved) return true;
    if (who.mode !== 0 || !io.rmp.state.cpuSnpEnabled) return false;
    return who.firstStage === null ? io.assume.DTE_MODE0_ILLEGAL : io.assume.S1_ONLY_ON_SNP === 'illegal_config';
  }

  /** S1_ONLY_ON_SNP = 'fixed_up': neither size is held against the RMP, and 4K is checked and cached. */
  private get fixedUp(): boolean {
    const { io, who } = this;
    return (
      who.mode === 0 && who.firstStage !== null && io.rmp.state.cpuSnpEnabled && io.assume.S1_ONLY_ON_SNP === 'fixed_up'
    );
  }

  /** No walk: the cached translation, then the RMP with its current entries. */
  private hit(cached: CachedTranslation): DmaOutcome {
    const { io, op, who } = this;
    const at = op.iova - cached.iova;
    const gpa = cached.gpa + at;
    const spa = cached.spa + at;
    if (!(op.write ? cached.write : cached.read)) {
      const hostFault = !(op.write ? cached.hostWrite : cached.hostRead);
      return this.aborted(ioPageFault(op, true), -1, hostFault, true);
    }
    if (io.assume.IOTLB_STALE_GRANTS) return this.granted(gpa, spa, cached.reachLg, true);
    const question = { gpa, spa, write: op.write, anySize: this.fixedUp };
    const granule = passingGranule(io, who, question, cached.granuleLg);
    if (granule === 0) return this.aborted(rmpPageFault(op, gpa), gpa, true, true);
    // IO_NO_4K_RETRY = false: what passed is 4K, and replaces what did not.
    if (granule !== cached.granuleLg) this.cache({ ...cached, granuleLg: granule }, gpa, spa, granule);
    return this.granted(gpa, spa, Math.min(cached.reachLg, granule), true);
  }

  private miss(): DmaOutcome {
    const { io, op, who } = this;
    const walked = this.translate();
    if ('ok' in walked) return walked;
    const { gpa, spa, s1Lg, s2Lg } = walked;
    const hostAllows = op.write ? walked.hostWrite : walked.hostRead;
    if (!hostAllows) return this.aborted(ioPageFault(op, true), gpa, true, false);
    const { fixedUp } = this;
    const question = { gpa, spa, write: op.write, anySize: fixedUp };
    const wanted = fixedUp ? LG_4K : granuleOf(io.assume, this.leafToCheck(s1Lg, s2Lg));
    const granule = passingGranule(io, who, question, wanted);
    if (granule === 0) return this.aborted(rmpPageFault(op, gpa), gpa, true, false);
    const reachLg = s1Lg !== 0 && s2Lg !== 0 ? nestedReach(io.assume, s1Lg, s2Lg, granule) : granule;
    const prot = {
      read: walked.hostRead,
      write: walked.guestWrite && walked.hostWrite,
      hostRead: walked.hostRead,
      hostWrite: walked.hostWrite,
      granuleLg: granule,
    };
    this.cache(prot, gpa, spa, reachLg);
    return this.granted(gpa, spa, reachLg, false);
  }

  /** The leaf whose size decides: S2's, or by NESTED_CHECK_SIZE; S1's where there is no S2; 4K where there is neither. */
  private leafToCheck(s1Lg: number, s2Lg: number): number {
    if (s1Lg === 0) return s2Lg === 0 ? LG_4K : s2Lg;
    return s2Lg === 0 ? s1Lg : checkedLeaf(this.io.assume, s1Lg, s2Lg);
  }

  /** Both stages; an outcome where one stops. Ordinary IO page faults come before the RMP. */
  private translate(): Translation | DmaOutcome {
    const { io, op, who } = this;
    let gpa: GpaPage = op.iova;
    let s1Lg = 0;
    let guestWrite = true;
    if (who.firstStage !== null) {
      const guest = new GuestWalker(io, who, op, this.fixedUp).walk(who.firstStage);
      if (guest.event !== null) return this.aborted(guest.event, -1, guest.hostFault, false);
      gpa = guest.gpa;
      s1Lg = guest.lg;
      guestWrite = guest.write;
    }
    if (who.mode === 0) {
      const spa = io.rmp.state.table.withoutCBit(gpa);
      return { gpa, spa, s1Lg, s2Lg: 0, guestWrite, hostRead: who.read, hostWrite: who.write };
    }
    const host = walkHost(io, who.hostRoot, who.mode, gpa);
    if (host.unreadable >= 0) return this.aborted(rmpHwError(op.device, host.unreadable, false), gpa, false, false);
    if (host.spa < 0) return this.aborted(ioPageFault(op, false), gpa, true, false);
    return {
      gpa,
      spa: host.spa,
      s1Lg,
      s2Lg: host.lg,
      guestWrite,
      hostRead: host.read && who.read,
      hostWrite: host.write && who.write,
    };
  }

  private cache(
    prot: Pick<CachedTranslation, 'read' | 'write' | 'hostRead' | 'hostWrite' | 'granuleLg'>,
    gpa: GpaPage,
    spa: SpaPage,
    reachLg: number,
  ): void {
    const { io, op } = this;
    // The tag and the frame lose the bits below the reach, each by itself: where S1 is smaller than the reach, and IOVA
    // and SPA are not congruent, neighbours are mistranslated (NESTED_IOTLB_REACH).
    const pages = pagesOf(reachLg);
    io.iotlb.insert({
      device: op.device,
      pasid: op.pasid,
      t: op.t,
      iova: op.iova - (op.iova % pages),
      reachLg,
      gpa: gpa - (gpa % pages),
      spa: spa - (spa % pages),
      granuleLg: prot.granuleLg,
      read: prot.read,
      write: prot.write,
      hostRead: prot.hostRead,
      hostWrite: prot.hostWrite,
    });
  }

  private granted(gpa: GpaPage, spa: SpaPage, reachLg: number, hit: boolean): DmaOutcome {
    const { io, op } = this;
    if (op.write) io.rmp.state.written(spa, `device ${op.device} T=${op.t}`);
    return { ok: true, spa, gpa, reachLg, event: null, fenced: false, hit };
  }

  /** A fault of the host's stage or of the RMP fences the guest that a trusted device is bound to (4.5). */
  private aborted(event: IommuEvent | null, gpa: GpaPage, hostFault: boolean, hit: boolean): DmaOutcome {
    const { io, who } = this;
    if (hostFault && who.t === 1 && io.assume.T1_FAULT_FENCES_ASID) io.fenced.add(who.asid);
    const fenced = who.t === 1 && io.fenced.has(who.asid);
    return { ok: false, spa: -1, gpa, reachLg: 0, event, fenced, hit };
  }
}

/** The abort of a request that gets no further than its table entry. */
const refused = (event: IommuEvent): DmaOutcome => ({
  ok: false,
  spa: -1,
  gpa: -1,
  reachLg: 0,
  event,
  fenced: false,
  hit: false,
});

/**
 * One request. TV clear: abort and IO_PAGE_FAULT (4.9). No valid SDTE: what hardware does is unknown (9.17); read
 * as an entry without tables, which is illegal.
 */
export function dma(io: DeviceAccessState, op: DmaOp): DmaOutcome {
  const who = op.t === 0 ? untrustedRequester(io.dte(op.device), op) : trustedRequester(io.sdte(op.device));
  if (who !== null) return new Request(io, op, who).run();
  return refused(op.t === 0 ? ioPageFault(op, false) : illegalDte(op));
}
