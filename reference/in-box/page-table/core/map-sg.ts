import type { ByteOffset, OaPage, PageCount } from '../../../../model/vocabulary';
import { Errno } from '../../../../model/vocabulary/errno';
import { wrapped } from '../arithmetic';
import type { CoreParts } from '../parts';

/** page-tables.md 3.11: runs of physically adjacent segments are one map each; one sync_map at the end. */
const coreMapSg: CoreParts['coreMapSg'] = (d, op) => {
  const segments = op.segments ?? [];
  const { iova, iovaOffset, prot, flags } = op;
  d.mapped = 0;
  // The classic core looks at gfp before any segment.
  if (d.config.contract === 'io-pgtable' && !d.parts.coreAccepts(d, flags)) return Errno.EINVAL;
  // Of whole pages: a run that is not is refused.
  let total: PageCount = 0;
  for (let i = 0; i < segments.length;) {
    const oa = segments[i]!.oa;
    const oaOffset = segments[i]!.oaOffset;
    let len: PageCount = 0;
    let lenOffset: ByteOffset = 0;
    // A run: every segment that starts where the run ends so far.
    do {
      const segment = segments[i++]!;
      lenOffset += segment.lenOffset;
      len += segment.len + (lenOffset >> 12);
      lenOffset &= 4095;
    } while (i < segments.length && isAt(segments[i]!, oa + len, oaOffset + lenOffset));
    if (len === 0 && lenOffset === 0) continue;
    const start = iova + total;
    // Beyond the last byte of 64 bits there is nothing to map; only the old driver goes on at 0.
    const first = d.config.contract === 'io-pgtable' ? wrapped(start) : start;
    d.request.setRange(first, iovaOffset, len, lenOffset);
    d.request.setOutput(oa, oaOffset, prot);
    const failed = d.parts.coreMapNosync(d, flags);
    if (failed !== 0) {
      d.parts.coreUnmap(d, iova, iovaOffset, total, 0);
      d.mapped = 0;
      return failed;
    }
    total += len;
  }
  const failed = d.parts.coreSyncMap(d, iova, iovaOffset, total, 0, flags);
  d.mapped = failed === 0 ? total : 0;
  return failed === 0 ? 0 : Errno.ENOMEM;
};

const isAt = (segment: { oa: OaPage; oaOffset: ByteOffset }, oa: OaPage, oaOffset: number): boolean =>
  segment.oa === oa + (oaOffset >> 12) && segment.oaOffset === (oaOffset & 4095);

export const mapSgParts: Pick<CoreParts, 'coreMapSg'> = { coreMapSg };
