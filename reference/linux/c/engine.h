/* SPDX-License-Identifier: MIT */
/* What the engines of both generations share: the trace gather, the core's wrappers, sg lists. Kernel half only. */
#ifndef STAND_ENGINE_H
#define STAND_ENGINE_H

#include <linux/iommu.h>

#include "../../c/include/iommu_conformance.h"

/* The next iotlb_sync_map fails (IOC_FLAG_SYNC_MAP_FAILS). */
extern bool engine_sync_map_fails;
extern struct stand_config engine_config;

/* An empty gather of the kind that the trace has: plain, or of a flush queue. */
void engine_init_gather(struct iommu_iotlb_gather *gather);
/* Reports the gather as the last event of an op. */
void engine_report_gather(struct iommu_iotlb_gather *gather);
/* The driver's iotlb_sync: reports, then frees the tables. */
void engine_iotlb_sync(struct iommu_domain *domain, struct iommu_iotlb_gather *gather);
/* The driver's iotlb_sync_map. */
int engine_iotlb_sync_map(struct iommu_domain *domain, unsigned long iova, size_t size);
/* Frees the tables that wait on the gather. */
void engine_drain(struct iommu_iotlb_gather *gather);
/* The ops that are calls of drivers/iommu/iommu.c; false if `op` is another. */
bool engine_run_core(struct iommu_domain *domain, struct iommu_iotlb_gather *gather, const struct stand_op *op,
		     struct stand_result *result);

#endif
