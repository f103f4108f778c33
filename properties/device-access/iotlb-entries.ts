import type { IotlbEntry } from '../../model/vocabulary/device-access/outcome';

const sameEntry = (a: IotlbEntry, b: IotlbEntry): boolean =>
  a.iova === b.iova &&
  a.spa === b.spa &&
  a.reachLg === b.reachLg &&
  a.device === b.device &&
  a.pasid === b.pasid &&
  a.t === b.t &&
  a.gpa === b.gpa &&
  a.granuleLg === b.granuleLg &&
  a.read === b.read &&
  a.write === b.write;

/** The first of `entries` that `others` do not hold; most are at the same place in both. */
export const unmatched = (entries: readonly IotlbEntry[], others: readonly IotlbEntry[]): IotlbEntry | undefined =>
  entries.find((x, i) => {
    const other = others[i];
    return (other === undefined || !sameEntry(x, other)) && !others.some((o) => sameEntry(x, o));
  });
