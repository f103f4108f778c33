import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import { Errno } from '../../../../model/vocabulary/errno';
import { barAt } from '../memory';
import type { Entry } from '../objects/mapping';
import type { SgParts } from '../parts/sg';

/** Scatterlists: checks, what segments are, and those that are mapped one by one. dma-mmio.md 4.6. */
export const eachParts: Pick<SgParts, 'mapSg' | 'refusesSg' | 'classify' | 'goesOneByOne' | 'mapEach' | 'undoEach'> = {
  mapSg(d, call) {
    const refused = d.parts.refusesSg(d, call);
    if (refused !== 0) return refused;
    return d.parts.goesOneByOne(d, call) ? d.parts.mapEach(d, call) : d.parts.mapTogether(d, call);
  },

  refusesSg(d, { attrs, device }) {
    if (d.parts.lacksCoherence(device, attrs)) return Errno.EOPNOTSUPP;
    if (device.config.dmaMask === null) return Errno.EIO;
    return device.config.dma.path === 'iommu' && d.parts.isCcShared(d, attrs) ? Errno.EIO : 0;
  },

  classify(d, request) {
    const { attrs, device, phys } = request;
    const found = barAt(d.devices, phys);
    if (found === null || found.owner.providers === null) return { way: 'map', request };
    const { bar, owner } = found;
    const type = d.parts.mapType(d, owner, device);
    if (type === 'THRU_HOST_BRIDGE')
      return { way: 'map', request: { ...request, attrs: d.parts.p2pSegmentAttrs(d, owner, bar, attrs) } };
    if (type !== 'BUS_ADDR' || !d.parts.busAllows(d, device, owner, bar)) return { way: 'refused' };
    return { way: 'bus', request, address: d.parts.busAddress(bar, phys) };
  },

  goesOneByOne(d, { device, direction, requests }) {
    if (device.config.dma.path === 'direct' || device.config.untrusted) return true;
    const isP2p = (phys: bigint): boolean => (barAt(d.devices, phys)?.owner.providers ?? null) !== null;
    return requests.some(({ bytes, phys }) => !isP2p(phys) && d.parts.kmallocBounces(device, bytes, direction));
  },

  mapEach(d, { requests }) {
    const entries: Entry[] = [];
    for (const each of requests) {
      const segment = d.parts.classify(d, each);
      let entry: Entry | null = null;
      if (segment.way === 'bus') {
        const { address, request } = segment;
        entry = { request, address, by: 'bus', translated: false, bounce: null };
      } else if (segment.way === 'map') entry = d.parts.mapPhys(d, segment.request);
      if (entry === null) {
        d.parts.undoEach(d, entries);
        return segment.way === 'refused' ? Errno.EREMOTEIO : Errno.EIO;
      }
      entries.push(entry);
    }
    return { entries, span: null };
  },

  undoEach(d, entries) {
    for (const entry of [...entries].reverse()) {
      const { request } = entry;
      d.parts.unmapPhys(d, { ...entry, request: { ...request, attrs: request.attrs | DmaAttr.SKIP_CPU_SYNC } });
    }
  },
};
