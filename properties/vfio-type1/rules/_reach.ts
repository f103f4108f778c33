import { pageOf } from '../../../model/vfio-type1/pages';
import type { DomainIndex } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Event } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { Type1Step } from '../rule';

/** An IOVA page that a device may reach: the frame, and the domains whose IOPTEs or IOTLB lead there. */
interface Reach {
  readonly frame: number;
  readonly domains: Set<DomainIndex>;
}

/** Which frames devices may reach, and how often each is pinned, event by event of one op. */
export class Reachable {
  private readonly pages = new Map<number, Reach>();
  /** How many IOVA pages lead to a frame. */
  private readonly reached = new Map<number, number>();
  private readonly pins = new Map<number, number>();
  /** Unmapped without a flush: what the IOTLB may still lead to. */
  private readonly unflushed = new Map<DomainIndex, number[]>();

  constructor(before: Type1View) {
    for (const domain of before.domains)
      for (const { iova, paddr, bytes } of before.iopteSpans(domain))
        this.map(domain, pageOf(iova), pageOf(paddr), pageOf(bytes));
    for (const { frame, frames, pins } of before.pinned) this.addPins(frame, frames, pins);
  }

  /** Takes an event; the first frame that is unpinned while more IOVA pages lead to it than pins are left, or null. */
  take(event: Type1Event): number | null {
    switch (event.event) {
      case 'map':
        if (event.value === 0) this.map(event.domain, pageOf(event.iova), pageOf(event.paddr), pageOf(event.bytes));
        return null;
      case 'unmap':
        this.unmap(event.domain, pageOf(event.iova), pageOf(event.bytes), event.flushes);
        return null;
      case 'flush':
        for (const page of this.unflushed.get(event.domain) ?? []) this.leave(event.domain, page);
        this.unflushed.delete(event.domain);
        return null;
      case 'pin':
        this.addPins(event.frame, event.frames, 1);
        return null;
      case 'unpin':
        this.addPins(event.frame, event.frames, -1);
        return this.firstLoose(event.frame, event.frames);
      case 'notify':
        return null;
    }
  }

  private map(domain: DomainIndex, page: number, frame: number, pages: number): void {
    for (let i = 0; i < pages; i++) {
      const reach = this.pages.get(page + i);
      if (reach !== undefined) reach.domains.add(domain);
      else {
        this.pages.set(page + i, { frame: frame + i, domains: new Set([domain]) });
        this.reached.set(frame + i, (this.reached.get(frame + i) ?? 0) + 1);
      }
    }
  }

  private unmap(domain: DomainIndex, page: number, pages: number, flushes: boolean): void {
    const later = this.unflushed.get(domain) ?? [];
    if (!flushes) this.unflushed.set(domain, later);
    for (let i = 0; i < pages; i++) {
      if (flushes) this.leave(domain, page + i);
      else later.push(page + i);
    }
  }

  private leave(domain: DomainIndex, page: number): void {
    const reach = this.pages.get(page);
    if (reach === undefined || !reach.domains.delete(domain) || reach.domains.size > 0) return;
    this.pages.delete(page);
    this.reached.set(reach.frame, this.reached.get(reach.frame)! - 1);
  }

  private addPins(frame: number, frames: number, by: number): void {
    for (let i = 0; i < frames; i++) this.pins.set(frame + i, (this.pins.get(frame + i) ?? 0) + by);
  }

  private firstLoose(frame: number, frames: number): number | null {
    for (let i = 0; i < frames; i++)
      if ((this.reached.get(frame + i) ?? 0) > (this.pins.get(frame + i) ?? 0)) return frame + i;
    return null;
  }
}

/** The first frame that the op lets go while a device may reach it; null: none. Undefined: it lets nothing go. */
export function looseFrame({ before, outcome }: Type1Step): number | null | undefined {
  if (!outcome.events.some(({ event }) => event === 'unpin')) return undefined;
  const reachable = new Reachable(before);
  for (const event of outcome.events) {
    const loose = reachable.take(event);
    if (loose !== null) return loose;
  }
  return null;
}
