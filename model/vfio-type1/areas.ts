import type { Area } from '../vocabulary/vfio-type1/area';
import { placeOf } from './memory';
import type { Container } from './state';

/** The process maps an area; null where one is in the way. */
export function mmap(container: Container, area: Area): 0 | null {
  const { first, end } = placeOf(area);
  const isApart = (other: Area): boolean => placeOf(other).first >= end || placeOf(other).end <= first;
  if (!container.areas.every(isApart)) return null;
  container.areas = [...container.areas, area].sort((a, b) => placeOf(a).first - placeOf(b).first);
  return 0;
}

/** The area that starts there goes; null: there is none. */
export function munmap(container: Container, start: bigint): 0 | null {
  const left = container.areas.filter((area) => area.start !== start);
  if (left.length === container.areas.length) return null;
  container.areas = left;
  return 0;
}

/** Memory of a device is switched; null where no VM_PFNMAP area starts there. */
export function setBarMemory(container: Container, start: bigint, enabled: boolean): 0 | null {
  const area = container.areas.find((other) => other.start === start);
  if (area?.kind !== 'pfnmap' && area?.kind !== 'ioPfnmap') return null;
  container.areas = container.areas.map((other) => (other === area ? { ...area, enabled } : other));
  return 0;
}
