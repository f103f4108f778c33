import type { IotlbEntry } from '../vocabulary/device-access/outcome';
import { pagesOf } from '../vocabulary/units';

/** A cached translation, with what the host's stage alone would let through: its faults fence, the guest's do not. */
export interface CachedTranslation extends IotlbEntry {
  readonly hostRead: boolean;
  readonly hostWrite: boolean;
}

const endOf = (entry: IotlbEntry): number => entry.iova + pagesOf(entry.reachLg);

/** Every success is cached until it is invalidated or evicted. rmp.md 4.3. */
export class Iotlb {
  private entries: CachedTranslation[] = [];

  /** The entry that serves a request; null: none. */
  find(device: number, pasid: number | null, t: 0 | 1, iova: number): CachedTranslation | null {
    for (const entry of this.entries) {
      if (entry.device !== device || entry.pasid !== pasid || entry.t !== t) continue;
      if (iova >= entry.iova && iova < endOf(entry)) return entry;
    }
    return null;
  }

  /** Caches; entries for the same range are replaced, so that at most one serves a request. */
  insert(added: CachedTranslation): void {
    const end = endOf(added);
    this.entries = this.entries.filter(
      (entry) =>
        entry.device !== added.device ||
        entry.pasid !== added.pasid ||
        entry.t !== added.t ||
        entry.iova >= end ||
        endOf(entry) <= added.iova,
    );
    this.entries.push(added);
  }

  /** Drops what meets [iova, iova + pages), all where `pages` is 0; of every device where `device` is null. */
  invalidate(device: number | null, iova: number, pages: number): void {
    this.entries = this.entries.filter(
      (entry) =>
        (device !== null && entry.device !== device) ||
        (pages !== 0 && (entry.iova >= iova + pages || endOf(entry) <= iova)),
    );
  }

  /** Drops what leads through guest pages [gpa, gpa + pages). */
  invalidateGpa(gpa: number, pages: number): void {
    this.entries = this.entries.filter(
      (entry) => entry.gpa >= gpa + pages || entry.gpa + pagesOf(entry.reachLg) <= gpa,
    );
  }

  drop(dropped: CachedTranslation): void {
    this.entries = this.entries.filter((entry) => entry !== dropped);
  }

  list(): readonly IotlbEntry[] {
    return this.entries.map(({ hostRead: _read, hostWrite: _write, ...entry }) => entry);
  }
}
