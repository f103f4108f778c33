/** Exhibits on what providers are asked, and what they remember (dma-mmio.md 3.2, 3.3). */
import { standardDmaApiParts } from '../../in-box/dma-api';
import type { DmaApiExhibit } from './exhibit';

export const offsetSubtracted: DmaApiExhibit = {
  name: 'bus-offset-subtracted',
  title: 'the bus offset of a BAR is subtracted from the CPU address',
  source: 'dma-mmio.md DMA-034',
  rule: 'DMA-034',
  parts: { busAddress: ({ base, bus }, phys) => BigInt.asUintN(64, phys - (bus - base)) },
};

export const cpuAddressOnBus: DmaApiExhibit = {
  name: 'p2p-cpu-address-on-the-bus',
  title: 'a peer behind the same switch is given the CPU address',
  source: 'dma-mmio.md DMA-034',
  rule: 'DMA-034',
  parts: { busAddress: (_bar, phys) => phys },
};

export const typeRecomputed: DmaApiExhibit = {
  name: 'map-type-recomputed',
  title: 'a map type is computed anew by every query, past the cache',
  source: 'dma-mmio.md DMA-043, BG65',
  rule: 'DMA-043',
  parts: {
    mapType(d, owner, device) {
      const client = d.parts.clientOf(device);
      return owner.providers === null || client === null ? 'NOT_SUPPORTED' : d.parts.findRoute(d, owner, client).type;
    },
  },
};

export const distanceLeavesCache: DmaApiExhibit = {
  name: 'distance-leaves-cache',
  title: 'distance_many does not renew a map type that is cached',
  source: 'dma-mmio.md DMA-043, BG65b',
  rule: 'DMA-043',
  parts: {
    remember(owner, client, type) {
      const { bdf } = client.config;
      if (owner.providers?.load(bdf) === 'UNKNOWN') owner.providers.store(bdf, type);
    },
  },
};

export const parentWalk: DmaApiExhibit = {
  name: 'map-type-of-the-parent',
  title: 'a requester that is not a PCI device is taken for the PCI device above it',
  source: 'dma-mmio.md DMA-044',
  rule: 'DMA-044',
  parts: { clientOf: ({ ancestor, fn }) => fn ?? ancestor },
};

export const missLeaks: DmaApiExhibit = {
  name: 'cache-miss-leaks',
  title: 'the first query finds nothing in the cache, and says so',
  source: 'dma-mmio.md DMA-045',
  rule: 'DMA-045',
  parts: {
    mapType(d, owner, device) {
      const client = d.parts.clientOf(device);
      const cached = client === null ? undefined : owner.providers?.load(client.config.bdf);
      standardDmaApiParts.mapType(d, owner, device);
      return cached ?? 'NOT_SUPPORTED';
    },
  },
};

export const partialSum: DmaApiExhibit = {
  name: 'distance-partial-sum',
  title: 'the distance to several clients leaves out those that cannot be reached',
  source: 'dma-mmio.md DMA-046',
  rule: 'DMA-046',
  parts: {
    distanceMany(d, owner, clients) {
      let sum = 0;
      for (const device of clients) {
        const client = d.parts.nearestFunction(device);
        if (client === null) continue;
        const { hops, type } = d.parts.findRoute(d, owner, client);
        if (type !== 'NOT_SUPPORTED') sum += hops;
      }
      return clients.length === 0 ? -1 : sum;
    },
  },
};
