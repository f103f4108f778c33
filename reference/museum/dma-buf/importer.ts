/** Exhibits on attachments and the count of mappings (dma-mmio.md 1.5). */
import { Errno } from '../../../model/vocabulary/errno';
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

export const attachesThePinned: DmaBufExhibit = {
  name: 'linux-6.19-attaches-the-pinned',
  title: 'an importer without an invalidate callback may attach',
  source: 'Linux 6.19; dma-mmio.md 1.5',
  rule: 'BUF-017',
  parts: {
    mayAttach(buf, ops) {
      if (!ops.peer2peer) return Errno.EOPNOTSUPP;
      return buf.revoked ? Errno.ENODEV : 0;
    },
  },
};

export const revocableBeforeRevoked: DmaBufExhibit = {
  name: 'revocable-before-revoked',
  title: 'an importer is asked for its callback before the buffer is asked whether it is revoked',
  source: 'dma-mmio.md BUF-017, BG29',
  rule: 'BUF-017',
  parts: {
    mayAttach(buf, ops) {
      if (!ops.peer2peer || !ops.revocable) return Errno.EOPNOTSUPP;
      return buf.revoked ? Errno.ENODEV : 0;
    },
  },
};

export const mapsWhileRevoked: DmaBufExhibit = {
  name: 'maps-while-revoked',
  title: 'a revoked buffer can be mapped by who attached before',
  source: 'dma-mmio.md BUF-018',
  rule: 'BUF-018',
  parts: { mayMap: () => 0 },
};

export const failedMapKeepsReference: DmaBufExhibit = {
  name: 'failed-map-keeps-reference',
  title: 'the reference for a mapping is taken before it is made, and stays where that fails',
  source: 'dma-mmio.md BUF-019',
  rule: 'BUF-019',
  parts: {
    map(d, mapping) {
      const ret = standardDmaBufParts.map(d, mapping);
      const { buf } = mapping.attachment;
      if (ret !== 0 && d.parts.mayMap(buf) === 0) d.parts.getMapRef(buf);
      return ret;
    },
  },
};

export const unmapPutsTwice: DmaBufExhibit = {
  name: 'unmap-puts-twice',
  title: 'an unmap drops two references',
  source: 'dma-mmio.md BUF-020',
  rule: 'BUF-020',
  parts: {
    putMapRef(buf) {
      buf.mapRefs -= 2;
    },
  },
};

export const unmapKeepsReference: DmaBufExhibit = {
  name: 'unmap-keeps-reference',
  title: 'an unmap does not drop its reference: the next revoke waits for ever',
  source: 'dma-mmio.md BUF-020',
  rule: 'BUF-020',
  parts: { putMapRef: () => undefined },
};
