/* SPDX-License-Identifier: MIT */
/*
 * The driver's flushes down to the command that an IOMMU would be given: amd_iommu_iotlb_sync and friends of the tree,
 * as the build extracted them, on a domain with one device behind one IOMMU. Kernel half only.
 */
#ifndef STAND_HARDWARE_H
#define STAND_HARDWARE_H

#include <linux/iommu.h>

/* Before domains are made: whether the hardware caches not-present entries (NpCache). */
void hardware_configure(const struct stand_config *config);
/* The driver's iotlb_sync: flushes the gather's range, then frees its tables. */
void hardware_iotlb_sync(struct iommu_iotlb_gather *gather);
/* The driver's iotlb_sync_map. */
int hardware_iotlb_sync_map(unsigned long iova, size_t size);
/* The driver's flush_iotlb_all. */
void hardware_flush_all(void);
/* io_pgtable: the driver's amd_iommu_domain_flush_pages. */
void hardware_flush_pages(u64 address, size_t size);

#endif
