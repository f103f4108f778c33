import { standardRmpParts } from '../../in-box/rmp';
import type { DeviceAccessExhibit } from './exhibit';

/** Exhibits around the IOMMU's own pages (rmp.md 4.2). */

export const logGoesAnywhere: DeviceAccessExhibit = {
  name: 'log-goes-anywhere',
  title: 'a log that is moved after SNP_INIT is written wherever it lies',
  source: 'rmp.md RMP-085',
  rule: 'RMP-085',
  parts: { iommuMayLog: () => true },
};

export const logsStayShared: DeviceAccessExhibit = {
  name: 'logs-stay-shared',
  title: 'SNP_INIT leaves the log pages to the hypervisor',
  source: 'rmp.md RMP-085, 1.7',
  rule: 'RMP-085',
  rmpParts: {
    initialStates: (r) => standardRmpParts.initialStates(r).filter(({ state }) => state !== 'Firmware-IOMMU'),
  },
};

export const tagCountsAsShared: DeviceAccessExhibit = {
  name: 'tag-counts-as-shared',
  title: 'devices may write Firmware-IOMMU pages, as the IOMMU does',
  source: 'rmp.md RMP-086; RG73',
  rule: 'RMP-086',
  rmpParts: {
    deviceShared: (r, spa, lg) =>
      standardRmpParts.deviceShared(r, spa, lg) || (r.parts.covered(r, spa) && r.state(spa) === 'Firmware-IOMMU'),
  },
};

export const shutdownWithGuests: DeviceAccessExhibit = {
  name: 'shutdown-with-guests',
  title: 'SNP_SHUTDOWN_EX switches the checks off while guests own pages',
  source: 'rmp.md RMP-087',
  rule: 'RMP-087',
  rmpParts: { hasGuestPages: () => false },
};
