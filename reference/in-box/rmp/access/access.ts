import { HOST, guestWriter } from '../writer';
import type { AccessParts } from '../parts/access';

/** rmp.md 3.3: paging first, then the RMP. A write that passed leaves its writer on the page. */
const access: AccessParts['access'] = (r, a) => {
  // The nested table is read by system address: nothing translates it.
  if (a.kind !== 'nestedTableRead' && !r.parts.pagingAllows(r, a)) return false;
  if (r.cpuSnpEnabled && !r.parts.rmpAllows(r, a)) return false;
  if (r.parts.isWrite(a)) r.ghost.write(a.spa, a.by === 'host' ? HOST : guestWriter(a.asid));
  return true;
};

const rmpAllows: AccessParts['rmpAllows'] = (r, a) => {
  if (a.kind === 'nestedTableRead') return r.parts.nestedTableRead(r, a);
  if (a.by === 'host') return r.parts.hostAccess(r, a);
  return a.by === 'guest' ? r.parts.plainGuestAccess(r, a) : r.parts.snpGuestAccess(r, a);
};

/** NPT_READ_CHECKED: the table is the host's, its C-bit no guest's. */
const nestedTableRead: AccessParts['nestedTableRead'] = (r, a) => {
  if (a.by === 'host' || !r.assume.NPT_READ_CHECKED || r.parts.hypervisorOwned(r, a.spa, 12)) return true;
  r.parts.raiseNpf(r, a, false, false);
  return false;
};

/** Table 15-39 A to C. */
const hostAccess: AccessParts['hostAccess'] = (r, a) => {
  if (!r.parts.isChecked(r, a) || r.parts.hypervisorOwned(r, a.spa, r.parts.mappingLg(a))) return true;
  r.parts.raiseHostFault(r, a);
  return false;
};

/** Table 15-39 D, E. */
const plainGuestAccess: AccessParts['plainGuestAccess'] = (r, a) => {
  if (!r.parts.isChecked(r, a) || r.parts.hypervisorOwned(r, a.spa, r.parts.mappingLg(a))) return true;
  r.parts.raiseNpf(r, a, r.parts.effectiveCBit(r, a), false);
  return false;
};

/** Table 15-39 F to I. */
const snpGuestAccess: AccessParts['snpGuestAccess'] = (r, a) => {
  if (r.parts.effectiveCBit(r, a)) return r.parts.privateAccess(r, a);
  if (!r.parts.isWrite(a) || r.parts.hypervisorOwned(r, a.spa, r.parts.mappingLg(a))) return true;
  r.parts.raiseNpf(r, a, false, false);
  return false;
};

/** rmp.md 3.3, groups 3 to 5. */
const privateAccess: AccessParts['privateAccess'] = (r, a) => {
  const { parts } = r;
  const isOwned =
    parts.covered(r, a.spa) &&
    parts.guestOwned(r, a.spa, a.asid) &&
    parts.reverseMapMatches(r, a.spa, a.gpa) &&
    parts.isMutable(r, a.spa) &&
    parts.sizeMatches(r, a.spa, a.nestedLg) &&
    parts.vmsaAllowsData(r, a.spa, a);
  if (!isOwned) {
    parts.raiseNpf(r, a, true, false);
    return false;
  }
  if (!parts.isValidated(r, a.spa)) {
    parts.raiseNotValidated(r);
    return false;
  }
  if (parts.vmplAllows(r, a.spa, a.vmpl, a.kind, a.user)) return true;
  parts.raiseNpf(r, a, true, true);
  return false;
};

/** Rows B, C, E: writes and walks; a plain walk of the host's own table by HOST_PT_READ_CHECKED. */
const isChecked: AccessParts['isChecked'] = (r, a) =>
  r.parts.isWrite(a) || (a.kind === 'tableRead' && (a.by !== 'host' || r.assume.HOST_PT_READ_CHECKED));

/** rmp.md 3.2: fetches and walks are private; then vTOM, then the guest's PTE. */
const effectiveCBit: AccessParts['effectiveCBit'] = (r, a) => {
  if (a.by === 'guest') return a.cBit;
  if (a.kind !== 'read' && a.kind !== 'write') return true;
  return a.vtom === null ? a.cBit : r.parts.isBelowVtom(a.gpa, a.vtom);
};

/** RMP-060: the boundary itself is shared. */
const isBelowVtom: AccessParts['isBelowVtom'] = (gpa, vtom) => gpa < vtom;

/** RMP-061: an A/D update is of 4K, whatever maps the table. Page-Size always goes by the nested leaf. */
const mappingLg: AccessParts['mappingLg'] = (a) => (a.kind === 'adUpdate' ? 12 : a.nestedLg);

const isWrite: AccessParts['isWrite'] = (a) => a.kind === 'write' || a.kind === 'adUpdate';

export const accessParts: Omit<
  AccessParts,
  'pagingAllows' | 'raiseHostFault' | 'raiseNpf' | 'raiseNotValidated' | 'vmsaAllowsData'
> = {
  access,
  rmpAllows,
  nestedTableRead,
  hostAccess,
  plainGuestAccess,
  snpGuestAccess,
  privateAccess,
  isChecked,
  effectiveCBit,
  isBelowVtom,
  mappingLg,
  isWrite,
};
