import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { pagesOf } from '../../../model/vocabulary/units';

/** One cached translation. rmp.md 4.3. `pasid` −1: none. */
export class CachedTranslation {
  device = 0;
  pasid = -1;
  t = 0;
  /** First page, and log2 bytes, that it serves. */
  iova = 0;
  reachLg = 12;
  /** Pages that the first page leads to. */
  gpa: GpaPage = 0;
  spa: SpaPage = 0;
  granuleLg = 12;
  read = false;
  write = false;
  /** What the host's stage and the device entry allow, the guest's stage aside. */
  hostRead = false;
  hostWrite = false;
}

/** Entries of one requester, by reach and then by number of the block of that size. */
class Stream {
  readonly byReach: (Map<number, CachedTranslation> | undefined)[] = [];
  /** Sizes of which there ever were entries. */
  readonly reaches: number[] = [];

  constructor(readonly device: number) {}

  of(lg: number): Map<number, CachedTranslation> {
    const found = this.byReach[lg];
    if (found !== undefined) return found;
    this.reaches.push(lg);
    return (this.byReach[lg] = new Map<number, CachedTranslation>());
  }
}

const blockOf = (iova: number, lg: number): number => Math.floor(iova / pagesOf(lg));

/** The IOTLB: finds, for a requester (device, PASID, T), the entry whose reach covers a page. */
export class Iotlb {
  private readonly streams = new Map<number, Stream>();
  private readonly spare: CachedTranslation[] = [];

  /** Drops everything. */
  reset(): void {
    for (const stream of this.streams.values()) this.dropAll(stream);
    this.streams.clear();
  }

  find(device: number, pasid: number, t: number, iova: number): CachedTranslation | null {
    const stream = this.streams.get(streamKey(device, pasid, t));
    if (stream === undefined) return null;
    for (const lg of stream.reaches) {
      const entry = stream.byReach[lg]!.get(blockOf(iova, lg));
      if (entry !== undefined) return entry;
    }
    return null;
  }

  /** A blank entry for [iova, iova + 2^lg), which must be aligned; it replaces what lies inside. */
  put(device: number, pasid: number, t: number, iova: number, lg: number): CachedTranslation {
    const key = streamKey(device, pasid, t);
    let stream = this.streams.get(key);
    if (stream === undefined) this.streams.set(key, (stream = new Stream(device)));
    for (const smaller of stream.reaches) if (smaller <= lg) this.drop(stream, smaller, iova, pagesOf(lg));
    const entry = this.spare.pop() ?? new CachedTranslation();
    entry.device = device;
    entry.pasid = pasid;
    entry.t = t;
    entry.iova = iova;
    entry.reachLg = lg;
    stream.of(lg).set(blockOf(iova, lg), entry);
    return entry;
  }

  remove(entry: CachedTranslation): void {
    const stream = this.streams.get(streamKey(entry.device, entry.pasid, entry.t))!;
    stream.byReach[entry.reachLg]!.delete(blockOf(entry.iova, entry.reachLg));
    this.spare.push(entry);
  }

  /** Drops entries that overlap [iova, iova + pages) of a device, of all where it is −1; `pages` 0: everything. */
  invalidate(device: number, iova: number, pages: number): void {
    for (const stream of this.streams.values()) {
      if (device !== -1 && stream.device !== device) continue;
      if (pages === 0) this.dropAll(stream);
      else for (const lg of stream.reaches) this.drop(stream, lg, iova, pages);
    }
  }

  *entries(): Generator<CachedTranslation> {
    for (const { byReach } of this.streams.values())
      for (const map of byReach) if (map !== undefined) yield* map.values();
  }

  private dropAll(stream: Stream): void {
    for (const lg of stream.reaches) {
      for (const entry of stream.byReach[lg]!.values()) this.spare.push(entry);
      stream.byReach[lg]!.clear();
    }
  }

  /** Entries of one size; by block numbers or by entries, whichever are fewer. */
  private drop(stream: Stream, lg: number, iova: number, pages: number): void {
    const map = stream.byReach[lg]!;
    if (map.size === 0) return;
    const first = blockOf(iova, lg);
    const last = blockOf(iova + pages - 1, lg);
    if (last - first < map.size) {
      for (let block = first; block <= last; block++) this.dropBlock(map, block);
    } else {
      for (const block of map.keys()) if (block >= first && block <= last) this.dropBlock(map, block);
    }
  }

  private dropBlock(map: Map<number, CachedTranslation>, block: number): void {
    const entry = map.get(block);
    if (entry === undefined) return;
    map.delete(block);
    this.spare.push(entry);
  }
}

/** A PASID has 20 bits. */
const streamKey = (device: number, pasid: number, t: number): number => (device * 2 ** 21 + (pasid + 1)) * 2 + t;
