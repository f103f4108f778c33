import { Errno } from '../vocabulary/errno';
import type { DomainIndex } from '../vocabulary/vfio-type1/op';
import { remove } from './map';
import type { OpRun } from './op-run';
import { replay } from './replay';
import type { Container } from './state';
import { unmapMapping } from './unmap-mapping';
import { leavesRoom } from './windows';

/**
 * A group is attached (Type1Op attach). 0, a negative errno, or null where there is no such domain, or it is attached.
 */
export function attach(container: Container, op: OpRun, index: DomainIndex): number | null {
  const config = container.config.domains[index];
  if (config === undefined || container.domains.some((domain) => domain.index === index)) return null;
  // A replay may have to pin by vaddr.
  if (container.mappings.some(({ vaddrInvalid }) => vaddrInvalid)) return Errno.EBUSY;
  if (!leavesRoom(container, config)) return Errno.EINVAL;
  const domain = { index, config };
  const value = replay(container, op, domain);
  if (value === 0) container.domains = [domain, ...container.domains];
  return value;
}

/** A group is detached (Type1Op detach). 0, or null where it is not attached. */
export function detach(container: Container, op: OpRun, index: DomainIndex): number | null {
  const left = container.domains.filter((domain) => domain.index !== index);
  if (left.length === container.domains.length) return null;
  if (left.length === 0) {
    for (const mapping of container.mappings) {
      if (container.config.mediated) unmapMapping(container, op, mapping);
      else remove(container, op, mapping);
    }
  }
  container.domains = left;
  return 0;
}
