import { completionWait } from '../../../model/vocabulary/host/policy-steps';
import { portInv } from '../../../model/vocabulary/host/import-steps';
import { standardHostParts } from '../../in-box/host';
import type { HostExhibit } from './exhibit';

/** Exhibits of revokes, and of trusted interfaces whose BARs are exported (dma-mmio.md 1.6, 3.4, 6.3). */

export const unmapsNotAwaited: HostExhibit = {
  name: 'host-revoke-6.19-does-not-wait',
  title: 'a revoke tells the importers and returns before they have unmapped',
  source: 'dma-mmio.md 1.6 (6.19: no wait for unmaps), 9.2 BUF-023',
  rule: 'RMP-H07',
  parts: {
    *awaitUnmaps() {
      // It trusts that they will.
    },
  },
};

export const fencesNotAwaited: HostExhibit = {
  name: 'host-revoke-6.19-ignores-fences',
  title: 'a revoke does not wait for the fences on the buffer',
  source: 'dma-mmio.md 1.6 (6.19: no wait for fences), 9.2 BUF-023',
  rule: 'RMP-H12',
  parts: {
    *awaitFences() {
      // What is under way is under way. Nor does it wait for the unmap behind that.
    },
    *awaitUnmaps() {
      // The unmap comes behind the transfer: to wait for the one is to wait for the other.
    },
  },
};

export const oneDomainRevoked: HostExhibit = {
  name: 'host-revoke-skips-domain',
  title: 'iommufd unmaps a revoked area from its first domain only',
  source: 'dma-mmio.md 6.3, 9.2 BUF-053',
  rule: 'RMP-H07',
  parts: { portsToRevoke: (ctx, importer) => standardHostParts.portsToRevoke(ctx, importer).slice(0, 1) },
};

export const devTlbForgotten: HostExhibit = {
  name: 'host-revoke-forgets-ats',
  title: 'what a peer with ATS keeps itself is not invalidated',
  source: 'dma-mmio.md 1.6; rmp.md 4.3 (IOTLB of a device)',
  rule: 'RMP-H08',
  parts: {
    *flushPort(_ctx, importer, port, iova, n) {
      yield portInv(importer, port, iova, n, false);
      yield completionWait();
    },
  },
};

export const providerNotAsked: HostExhibit = {
  name: 'host-import-provider-unchecked',
  title: 'nobody asks whether the MMIO that is imported is private',
  source: 'dma-mmio.md 3.4, 9.1 DMA-031, DMA-052; 7.2 M5 (as built)',
  rule: 'RMP-H06',
  parts: { mayImport: () => true },
};

export const busAddressUnchecked: HostExhibit = {
  name: 'host-bus-address-unchecked',
  title: 'a driver is given the bus address of a BAR whether it is private or not',
  source: 'dma-mmio.md 3.4, 7.2 B1, 9.1 DMA-035',
  rule: 'RMP-H06',
  parts: {
    mayImport(ctx, importer, bar) {
      const { acs, path } = ctx.state.imports.importers[importer]!;
      return (path === 'dma-api' && !acs) || standardHostParts.mayImport(ctx, importer, bar);
    },
  },
};

export const lockedWhileExported: HostExhibit = {
  name: 'host-lock-while-exported',
  title: 'an interface is locked, or unlocked, and nobody who imported its BAR is told',
  source: 'dma-mmio.md 3.4; seed 002',
  rule: 'RMP-H10',
  parts: {
    *withdrawBars() {
      // Mappings that were made before survive.
    },
  },
};
