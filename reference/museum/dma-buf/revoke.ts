/** Exhibits on revoke and re-validation (dma-mmio.md 1.6). */
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

export const flagAfterCallbacks: DmaBufExhibit = {
  name: 'flag-after-callbacks',
  title: 'importers are told before the buffer is marked as revoked',
  source: 'dma-mmio.md BUF-021',
  rule: 'BUF-021',
  parts: {
    *revoke(d, device, buf) {
      buf.resv.locked = true;
      d.parts.invalidateAll(d, buf);
      buf.revoked = true;
      yield* d.parts.awaitFences(d, device, buf);
      buf.resv.locked = false;
      yield* d.parts.drain(d, device, buf);
    },
  },
};

export const newestImporterOnly: DmaBufExhibit = {
  name: 'newest-importer-only',
  title: 'a revoke tells the importer that attached last, and no other',
  source: 'dma-mmio.md BUF-022',
  rule: 'BUF-022',
  parts: {
    invalidateAll(d, { attachments: [newest] }) {
      if (newest !== undefined) d.parts.invalidate(d, newest);
    },
  },
};

export const oldestImporterFirst: DmaBufExhibit = {
  name: 'oldest-importer-first',
  title: 'a revoke skips the importer that attached last',
  source: 'dma-mmio.md BUF-022',
  rule: 'BUF-022',
  parts: {
    invalidateAll(d, { attachments }) {
      for (const attachment of attachments.slice(1)) d.parts.invalidate(d, attachment);
    },
  },
};

export const noFenceWait: DmaBufExhibit = {
  name: 'linux-6.19-no-fence-wait',
  title: 'a revoke does not wait for fences',
  source: 'Linux 6.19; dma-mmio.md 1.6',
  rule: 'BUF-023',
  // It yields nothing: it does not wait.
  parts: { *awaitFences() {} },
};

export const noUnmapWait: DmaBufExhibit = {
  name: 'linux-6.19-no-unmap-wait',
  title: 'a revoke does not wait for importers to unmap',
  source: 'Linux 6.19; dma-mmio.md 1.6',
  rule: 'BUF-023',
  parts: { *drain() {} },
};

export const bookkeepFenceLost: DmaBufExhibit = {
  name: 'bookkeep-fence-lost',
  title: 'a revoke waits for the fences of readers and writers, and not for those of bookkeeping',
  source: 'dma-mmio.md 1.6: all usages',
  rule: 'BUF-023',
  parts: {
    pendingFences: (resv) => resv.fences.filter(({ signalled, usage }) => !signalled && usage !== 'bookkeep').length,
  },
};

export const revokesAgain: DmaBufExhibit = {
  name: 'revokes-again',
  title: 'a revoked buffer is revoked again',
  source: 'dma-mmio.md BUF-024, BG33',
  rule: 'BUF-024',
  parts: { needsMove: (buf, revoked) => revoked || buf.revoked },
};

export const notRearmed: DmaBufExhibit = {
  name: 'wait-patch-v1-not-rearmed',
  title: 'after a revoke the count of mappings stays at 0, and the next mapping takes its reference from there (D1-3)',
  source: 'first version of the wait patch; dma-mmio.md 1.8 D1-3',
  rule: 'BUF-025',
  parts: {
    rearm(buf) {
      buf.isDraining = false;
    },
  },
};

export const flagClearedFirst: DmaBufExhibit = {
  name: 'flag-cleared-first',
  title: 'a buffer is marked as usable before importers are told: a mapping made in between is stale',
  source: 'dma-mmio.md BUF-026',
  rule: 'BUF-026',
  parts: {
    *revalidate(d, device, buf) {
      buf.revoked = false;
      yield* standardDmaBufParts.revalidate(d, device, buf);
    },
  },
};

export const restoreTellsNobody: DmaBufExhibit = {
  name: 'restore-tells-nobody',
  title: 'importers are not told of a re-validation',
  source: 'dma-mmio.md BUF-026',
  rule: 'BUF-026',
  parts: {
    // It yields nothing: there is nothing to wait for.
    *revalidate(_d, _device, buf) {
      buf.revoked = false;
    },
  },
};
