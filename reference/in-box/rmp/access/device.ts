import { baseOf, SIZE_2M } from '../entry-bits';
import type { DeviceCheckParts } from '../parts/access';

/** rmp.md 4.3, T = 0: ownership at the granule. */
const deviceShared: DeviceCheckParts['deviceShared'] = (r, spa, lg) => {
  const looksAtAll = lg >= 21 && r.assume.T0_2M_NEEDS_ALL_512_SHARED;
  return r.parts.hypervisorOwned(r, spa, looksAtAll ? 21 : 12) && r.parts.sharedSizeSuits(r, spa, lg);
};

const sharedSizeSuits: DeviceCheckParts['sharedSizeSuits'] = (r, spa, lg) =>
  r.assume.T0_SIZE_BIT_IGNORED ||
  !r.parts.covered(r, spa) ||
  lg >= 21 === ((r.regionOf(baseOf(spa)).words[0]! & SIZE_2M) !== 0);

/** rmp.md 4.3, T = 1 below vTOM. */
const devicePrivate: DeviceCheckParts['devicePrivate'] = (r, spa, gpa, lg, asid, vmpl, write) =>
  r.parts.covered(r, spa) &&
  r.parts.guestOwned(r, spa, asid) &&
  r.parts.reverseMapMatches(r, spa, gpa) &&
  r.parts.isMutable(r, spa) &&
  (lg === 0 || r.parts.deviceSizeMatches(r, spa, lg)) &&
  (r.parts.isValidated(r, spa) || r.parts.deviceMayUseInvalid(r)) &&
  r.parts.deviceVmplAllows(r, spa, vmpl, write);

/** TR5, TR7; T1_4K_S2_UNDER_2M_RMP. */
const deviceSizeMatches: DeviceCheckParts['deviceSizeMatches'] = (r, spa, lg) =>
  r.parts.sizeMatches(r, spa, lg) || (lg < 21 && r.assume.T1_4K_S2_UNDER_2M_RMP === 'allow');

/** A device cannot take #VC: T1_NOT_VALIDATED. */
const deviceMayUseInvalid: DeviceCheckParts['deviceMayUseInvalid'] = (r) => r.assume.T1_NOT_VALIDATED === 'allow';

const deviceVmplAllows: DeviceCheckParts['deviceVmplAllows'] = (r, spa, vmpl, write) =>
  !r.assume.T1_VMPL_CHECKED || r.parts.vmplAllows(r, spa, vmpl, write ? 'write' : 'read', false);

export const deviceCheckParts: DeviceCheckParts = {
  deviceShared,
  sharedSizeSuits,
  devicePrivate,
  deviceSizeMatches,
  deviceMayUseInvalid,
  deviceVmplAllows,
};
