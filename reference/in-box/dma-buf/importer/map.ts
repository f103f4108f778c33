import { Errno } from '../../../../model/vocabulary/errno';
import type { ImporterParts } from '../parts/importer';

/** map_dma_buf and unmap_dma_buf of the exporter. dma-mmio.md 1.5. */
export const mapParts: Pick<ImporterParts, 'mayMap' | 'map' | 'unmap' | 'getMapRef' | 'putMapRef'> = {
  mayMap: (buf) => (buf.revoked ? Errno.ENODEV : 0),

  map(d, mapping) {
    const { attachment, name } = mapping;
    const ret = d.parts.mayMap(attachment.buf) || d.parts.buildSgt(d, mapping);
    if (ret !== 0) return ret;
    d.parts.getMapRef(attachment.buf);
    attachment.mappings.push(mapping);
    d.mappings.set(name, mapping);
    return 0;
  },

  unmap(d, mapping) {
    const { attachment, name } = mapping;
    d.parts.freeSgt(d, mapping);
    attachment.mappings = attachment.mappings.filter((other) => other !== mapping);
    d.mappings.delete(name);
    d.parts.putMapRef(attachment.buf);
  },

  getMapRef(buf) {
    buf.mapRefs++;
  },

  putMapRef(buf) {
    buf.mapRefs--;
  },
};
