import { standardDeviceAccessParts } from '../../in-box/device-access';
import type { DeviceAccessExhibit } from './exhibit';

/** Exhibits whose event log misleads (rmp.md 4.5). */

export const systemAddressIsLogged: DeviceAccessExhibit = {
  name: 'system-address-is-logged',
  title: 'RMP_PAGE_FAULT holds the system address',
  source: 'rmp.md RMP-089',
  rule: 'RMP-089',
  parts: { rmpPageFault: (d, _gpa, offset) => standardDeviceAccessParts.rmpPageFault(d, d.s2Page, offset) },
};

export const inputAddressIsLogged: DeviceAccessExhibit = {
  name: 'input-address-is-logged',
  title: 'RMP_PAGE_FAULT holds the IOVA, where a guest translates as well',
  source: 'rmp.md RMP-089, 4.5',
  rule: 'RMP-089',
  parts: { rmpPageFault: (d, _gpa, offset) => standardDeviceAccessParts.rmpPageFault(d, d.iova, offset) },
};
