/** Exhibits on the making and the end of a buffer (dma-mmio.md 1.2 B15 to B17, 1.4). */
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

export const fdFailure: DmaBufExhibit = {
  name: 'linux-6.19-fd-failure',
  title: 'where no fd is left, the buffer is dropped and then taken back once more (D1-2)',
  source: 'Linux 6.19; dma-mmio.md 1.8 D1-2',
  rule: 'BUF-015',
  parts: {
    undoPublish(d, buf) {
      standardDmaBufParts.undoPublish(d, buf);
      d.parts.putRegistration(buf.exporter);
    },
  },
};

export const createFailureKeepsRegistration: DmaBufExhibit = {
  name: 'create-failure-keeps-registration',
  title: 'an export that finds no room for a dma-buf keeps its reference on the device',
  source: 'dma-mmio.md BUF-015',
  rule: 'BUF-015',
  parts: { undoCreate: () => undefined },
};

export const fdFailureKeepsBuffer: DmaBufExhibit = {
  name: 'fd-failure-keeps-buffer',
  title: 'where no fd is left, the buffer stays',
  source: 'dma-mmio.md BUF-015, B17',
  rule: 'BUF-015',
  parts: { undoPublish: () => undefined },
};

export const bornLive: DmaBufExhibit = {
  name: 'born-live',
  title: 'a buffer begins LIVE, whether memory is on or not',
  source: 'dma-mmio.md BUF-016, BG23',
  rule: 'BUF-016',
  parts: { isBornRevoked: () => false },
};

export const releaseKeepsRegistration: DmaBufExhibit = {
  name: 'release-keeps-registration',
  title: 'a buffer that is freed keeps its reference on the device',
  source: 'dma-mmio.md BUF-030',
  rule: 'BUF-030',
  parts: {
    releaseBuf(d, buf) {
      if (buf.vdev !== null) d.parts.unlinkBuf(buf);
      d.bufs.delete(buf.name);
    },
  },
};

export const releasePutsTwice: DmaBufExhibit = {
  name: 'release-puts-twice',
  title: 'an orphan gives the reference on its device back once more when it is freed',
  source: 'dma-mmio.md BUF-030',
  rule: 'BUF-030',
  parts: {
    releaseBuf(d, buf) {
      if (buf.vdev === null) d.parts.putRegistration(buf.exporter);
      standardDmaBufParts.releaseBuf(d, buf);
    },
  },
};
