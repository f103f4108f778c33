import type { IotlbParts } from '../parts/check';

const iotlbLookup: IotlbParts['iotlbLookup'] = (d) => d.iotlb.find(d.device, d.pasid, d.t, d.iova);

/** An entry holds block numbers: where the leaves are smaller than the reach, neighbours go astray (IO-30). */
const iotlbFill: IotlbParts['iotlbFill'] = (d, granule, reachLg) => {
  const { parts } = d;
  const entry = d.iotlb.put(d.device, d.pasid, d.t, parts.roundDown(d.iova, reachLg), reachLg);
  entry.gpa = parts.roundDown(d.s1Page, reachLg);
  entry.spa = parts.roundDown(d.s2Page, reachLg);
  entry.granuleLg = granule;
  entry.read = parts.mayRead(d);
  entry.write = parts.mayWrite(d);
  entry.hostRead = parts.hostMayRead(d);
  entry.hostWrite = parts.hostMayWrite(d);
};

/** A hit that passed at a smaller granule only (IO_NO_4K_RETRY): what passed takes the place of what did not. */
const iotlbNarrow: IotlbParts['iotlbNarrow'] = (d, cached, gpa, spa, granule) => {
  const { read, write, hostRead, hostWrite } = cached;
  d.iotlb.remove(cached);
  const entry = d.iotlb.put(d.device, d.pasid, d.t, d.parts.roundDown(d.iova, granule), granule);
  entry.gpa = d.parts.roundDown(gpa, granule);
  entry.spa = d.parts.roundDown(spa, granule);
  entry.granuleLg = granule;
  entry.read = read;
  entry.write = write;
  entry.hostRead = hostRead;
  entry.hostWrite = hostWrite;
};

const iotlbInvalidate: IotlbParts['iotlbInvalidate'] = (d, device, iova, pages) => {
  d.iotlb.invalidate(device, iova, pages);
};

const iotlbEvict: IotlbParts['iotlbEvict'] = (d, device, pasid, t, iova) => {
  const entry = d.iotlb.find(device, pasid, t, iova);
  if (entry === null) return false;
  d.iotlb.remove(entry);
  return true;
};

export const iotlbParts: IotlbParts = { iotlbLookup, iotlbFill, iotlbNarrow, iotlbInvalidate, iotlbEvict };
