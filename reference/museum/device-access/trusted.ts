import { standardRmpParts } from '../../in-box/rmp';
import type { DeviceAccessExhibit } from './exhibit';

/** Exhibits that give a trusted device what is not its guest's (rmp.md 4.4 IO-20 … IO-26). */

export const smallLeafUnderLargeEntry: DeviceAccessExhibit = {
  name: 'small-leaf-under-large-entry',
  title: 'a 4K leaf under a 2M entry is let through',
  source: 'rmp.md RMP-076, 4.3 TR7',
  rule: 'RMP-076',
  rmpParts: { deviceSizeMatches: (r, spa, lg) => lg < 21 || standardRmpParts.deviceSizeMatches(r, spa, lg) },
};

export const addressIsNotCompared: DeviceAccessExhibit = {
  name: 'address-is-not-compared',
  title: 'a page of the right guest is enough: its GPA is not compared',
  source: 'rmp.md RMP-077; RG79',
  rule: 'RMP-077',
  rmpParts: { reverseMapMatches: () => true },
};

export const ownerIsNotCompared: DeviceAccessExhibit = {
  name: 'owner-is-not-compared',
  title: 'any guest’s page at the right GPA is let through',
  source: 'rmp.md RMP-077',
  rule: 'RMP-077',
  rmpParts: { guestOwned: (r, page) => !r.parts.pageIsHypervisors(r, page) },
};

export const invalidPageIsUsed: DeviceAccessExhibit = {
  name: 'invalid-page-is-used',
  title: 'a device cannot take #VC, so pages that the guest has not accepted are let through',
  source: 'rmp.md RMP-078, T1_NOT_VALIDATED',
  rule: 'RMP-078',
  rmpParts: { deviceMayUseInvalid: () => true },
};

export const dmaToPreGuest: DeviceAccessExhibit = {
  name: 'dma-to-pre-guest',
  title: 'immutable pages are let through',
  source: 'rmp.md RMP-078',
  rule: 'RMP-078',
  rmpParts: { isMutable: () => true },
};

export const asidsInOrder: DeviceAccessExhibit = {
  name: 'asids-in-order',
  title: 'a device passes where its ASID is not smaller than the page’s',
  source: 'rmp.md 8.6',
  rule: 'RMP-208',
  rmpParts: {
    guestOwned: (r, page, asid) =>
      !r.parts.pageIsHypervisors(r, page) &&
      Array.from({ length: asid }, (_, i) => i + 1).some((owner) => standardRmpParts.guestOwned(r, page, owner)),
  },
};
