/** AMB-ERR-PRIORITY: where several errors apply, which errnos will do. */
import type { Op } from '../vocabulary';
import { Errno } from '../vocabulary/errno';
import { OpKind, isMap } from '../vocabulary/op';
import { Prot } from '../vocabulary/prot';
import { ALL_PAGES } from '../vocabulary/units';
import { best } from './best';
import type { Domain } from './domain';
import { lastPage } from './range';
import { DomainView } from './view';

/** The errnos whose condition holds of `op` in the state before it, the order of checks apart (3.3, 3.10). */
export function applicableErrors(domain: Domain, op: Op): number[] {
  if (isMap(op.kind)) return op.kind === OpKind.iommuMapSg ? [] : mapErrors(domain, op);
  if (op.kind !== OpKind.readAndClearDirty) return [];
  const { iova, iovaOffset, len, lenOffset } = op;
  const errors: number[] = [];
  if (!domain.format.tracksDirty) errors.push(Errno.EOPNOTSUPP);
  if (len === 0 && lenOffset === 0) errors.push(Errno.EINVAL);
  const last = lastPage(iova, iovaOffset, len, lenOffset);
  if (last >= ALL_PAGES) errors.push(Errno.EOVERFLOW);
  if (!domain.inRange(last)) errors.push(Errno.ERANGE);
  return errors;
}

function mapErrors(domain: Domain, op: Op): number[] {
  const { iova, iovaOffset, oa, oaOffset, len, lenOffset, prot } = op;
  const errors = new Set<number>();
  const nothing = len === 0 && lenOffset === 0;
  const last = nothing ? iova : lastPage(iova, iovaOffset, len, lenOffset);
  if ((prot & (Prot.READ | Prot.WRITE)) === 0 || nothing || domain.refusesAddress(oa)) errors.add(Errno.EINVAL);
  if (oa >= domain.oaPages || (!nothing && lastPage(oa, oaOffset, len, lenOffset) >= domain.oaPages)) {
    errors.add(Errno.ERANGE);
  }
  if (last >= ALL_PAGES) errors.add(Errno.EOVERFLOW);
  const tail = lenOffset !== 0 || len % Math.max(1, domain.sizes.smallestPages) !== 0;
  if ((iovaOffset | oaOffset) !== 0 || tail || nothing || best(domain.sizes, iova, iova + len - 1, oa) === 0) {
    errors.add(Errno.ENXIO);
    if (tail) errors.add(Errno.EINVAL);
  }
  if (last >= domain.space) errors.add(Errno.ERANGE);
  else if (!nothing && new DomainView(domain).anyLeafIn(iova, last)) errors.add(Errno.EADDRINUSE);
  if (domain.budget !== Infinity) errors.add(Errno.ENOMEM);
  return [...errors];
}
