import { ACS_REDIR } from '../../../../model/vocabulary/dma-api/attrs';
import type { PciFunction } from '../pci/pci-function';
import type { P2pParts } from '../parts/p2p';

/** Which way requests take, and how far it is. dma-mmio.md 3.2. */
export const routeParts: Pick<
  P2pParts,
  'hasRedirect' | 'walk' | 'redirectsBelow' | 'hostAllows' | 'findRoute' | 'remember' | 'setAcs'
> = {
  hasRedirect: ({ acsControl }) => (acsControl & ACS_REDIR) !== 0,

  walk(d, owner, client) {
    let redirects = 0;
    let up = 0;
    let down = 0;
    for (let at: PciFunction | null = owner; at !== null; at = at.upstream) {
      if (d.parts.hasRedirect(at)) redirects++;
      down = 0;
      for (let below: PciFunction | null = client; below !== null; below = below.upstream) {
        if (below === at) return { common: at, hops: up + down, redirects };
        down++;
      }
      up++;
    }
    return { common: null, hops: up + down, redirects };
  },

  redirectsBelow(d, client, common) {
    let redirects = 0;
    for (let at = client; at !== common; at = at.upstream!) if (d.parts.hasRedirect(at)) redirects++;
    return redirects;
  },

  hostAllows: (d, owner, client) => d.config.topology.zen || d.parts.bridgesAllow(d, owner, client),

  findRoute(d, owner, client) {
    const { common, hops, redirects } = d.parts.walk(d, owner.fn!, client);
    const isStraight = common !== null && redirects + d.parts.redirectsBelow(d, client, common) === 0;
    const viaHost = d.parts.hostAllows(d, owner.fn!, client) ? 'THRU_HOST_BRIDGE' : 'NOT_SUPPORTED';
    const type = isStraight ? 'BUS_ADDR' : viaHost;
    d.parts.remember(owner, client, type);
    return { type, hops };
  },

  remember(owner, client, type) {
    owner.providers?.store(client.config.bdf, type);
  },

  setAcs(fn, control) {
    fn.acsControl = control & (fn.config.acs?.capable ?? 0);
  },
};
