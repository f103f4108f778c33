/** Exhibits on the way between two PCI functions (dma-mmio.md 3.2, 3.3). */
import { ACS_REDIR, Acs } from '../../../model/vocabulary/dma-api/attrs';
import { standardDmaApiParts } from '../../in-box/dma-api';
import type { DmaApiExhibit } from './exhibit';

export const ownerNotAsked: DmaApiExhibit = {
  name: 'owner-acs-not-asked',
  title: 'a redirect of the exporting function itself is not counted',
  source: 'dma-mmio.md DMA-036, BG64',
  rule: 'DMA-036',
  parts: {
    walk(d, owner, client) {
      const walk = standardDmaApiParts.walk(d, owner, client);
      return { ...walk, redirects: walk.redirects - (d.parts.hasRedirect(owner) ? 1 : 0) };
    },
  },
};

export const commonNotAsked: DmaApiExhibit = {
  name: 'common-acs-not-asked',
  title: 'a redirect of the port where both ways meet is not counted',
  source: 'dma-mmio.md DMA-036, BG63',
  rule: 'DMA-036',
  parts: {
    walk(d, owner, client) {
      const walk = standardDmaApiParts.walk(d, owner, client);
      const isCounted = walk.common !== null && d.parts.hasRedirect(walk.common);
      return { ...walk, redirects: walk.redirects - (isCounted ? 1 : 0) };
    },
  },
};

export const egressNotCounted: DmaApiExhibit = {
  name: 'egress-control-not-counted',
  title: 'Egress Control does not count as a redirect',
  source: 'dma-mmio.md 0.4, DMA-036',
  rule: 'DMA-036',
  parts: { hasRedirect: ({ acsControl }) => (acsControl & (Acs.RR | Acs.CR)) !== 0 },
};

export const forwardingCounted: DmaApiExhibit = {
  name: 'upstream-forwarding-counted',
  title: 'Upstream Forwarding counts as a redirect',
  source: 'dma-mmio.md DMA-037, BG59',
  rule: 'DMA-037',
  parts: { hasRedirect: ({ acsControl }) => (acsControl & (ACS_REDIR | Acs.UF)) !== 0 },
};

export const validationCounted: DmaApiExhibit = {
  name: 'source-validation-counted',
  title: 'any ACS bit counts as a redirect, Source Validation too',
  source: 'dma-mmio.md DMA-037, BG59',
  rule: 'DMA-037',
  parts: { hasRedirect: ({ acsControl }) => acsControl !== 0 },
};

export const scansToTheRoot: DmaApiExhibit = {
  name: 'scans-to-the-root',
  title: 'a redirect above the port where both ways meet is counted',
  source: 'dma-mmio.md DMA-038, BG60',
  rule: 'DMA-038',
  parts: {
    redirectsBelow(d, client, common) {
      let redirects = standardDmaApiParts.redirectsBelow(d, client, common);
      for (let above = common.upstream; above !== null; above = above.upstream)
        if (d.parts.hasRedirect(above)) redirects++;
      return redirects;
    },
  },
};

export const hostAlways: DmaApiExhibit = {
  name: 'host-bridge-always-forwards',
  title: 'every host bridge is taken to forward requests between its ports',
  source: 'dma-mmio.md DMA-039, BG58',
  rule: 'DMA-039',
  parts: { hostAllows: () => true },
};

export const oneBridgeIsEnough: DmaApiExhibit = {
  name: 'one-listed-bridge-is-enough',
  title: 'of two host bridges one need be listed',
  source: 'dma-mmio.md 3.2, DMA-039',
  rule: 'DMA-039',
  parts: {
    bridgesAllow(d, { config: { host: owner } }, { config: { host: client } }) {
      const isShared = owner === client;
      return d.parts.isWhitelisted(d, owner, isShared) || d.parts.isWhitelisted(d, client, isShared);
    },
  },
};

export const sameBridgeIgnored: DmaApiExhibit = {
  name: 'same-bridge-flag-ignored',
  title: 'a host bridge that forwards between its own ports only is taken to reach another one',
  source: 'dma-mmio.md DMA-040, BG62b',
  rule: 'DMA-040',
  parts: { isWhitelisted: (d, host) => standardDmaApiParts.isWhitelisted(d, host, true) },
};

export const asymmetricWalk: DmaApiExhibit = {
  name: 'asymmetric-walk',
  title: 'redirects between client and meeting point are not counted: the answer depends on who asks',
  source: 'dma-mmio.md DMA-041',
  rule: 'DMA-041',
  parts: { redirectsBelow: () => 0 },
};

export const countsTheMeetingPoint: DmaApiExhibit = {
  name: 'distance-counts-meeting-point',
  title: 'the distance counts the port where both ways meet',
  source: 'dma-mmio.md DMA-042',
  rule: 'DMA-042',
  parts: {
    walk(d, owner, client) {
      const walk = standardDmaApiParts.walk(d, owner, client);
      return walk.common === null ? walk : { ...walk, hops: walk.hops + 1 };
    },
  },
};

export const countsHopsToTheRoot: DmaApiExhibit = {
  name: 'distance-counts-hops-to-the-root',
  title: 'where two ways never meet, the distance has the hops of each and not its nodes',
  source: 'dma-mmio.md DMA-042, BG61',
  rule: 'DMA-042',
  parts: {
    walk(d, owner, client) {
      const walk = standardDmaApiParts.walk(d, owner, client);
      return walk.common === null ? { ...walk, hops: walk.hops - 2 } : walk;
    },
  },
};
