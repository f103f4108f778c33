// SPDX-License-Identifier: MIT
/* The wrappers of drivers/iommu/iommu.c, as the build extracted them, driven by ops; and the driver's side of flushes. */
#include STAND_CORE_FILE

#include "engine.h"
#include "hardware.h"

bool engine_sync_map_fails;
struct stand_config engine_config;

void engine_init_gather(struct iommu_iotlb_gather *gather)
{
	iommu_iotlb_gather_init(gather);
	gather->queued = engine_config.queued;
}

#ifdef STAND_HAS_PAGES_LIST
#define gather_tables(gather) (&(gather)->freelist.pages)
#define put_tables(gather) iommu_put_pages_list(&(gather)->freelist)
void iommu_put_pages_list(struct iommu_pages_list *list);
#else
#define gather_tables(gather) (&(gather)->freelist)
#define put_tables(gather) ((void)(gather)) /* io_pgtable never puts a table on a gather */
#endif

static unsigned int count_tables(struct iommu_iotlb_gather *gather)
{
	struct list_head *at;
	unsigned int n = 0;

	for (at = gather_tables(gather)->next; at != gather_tables(gather); at = at->next)
		n++;
	return n;
}

void engine_report_gather(struct iommu_iotlb_gather *gather)
{
	stand_event(STAND_EV_GATHER, count_tables(gather), gather->start, gather->end);
}

void engine_drain(struct iommu_iotlb_gather *gather)
{
	put_tables(gather);
}

void engine_iotlb_sync(struct iommu_domain *domain, struct iommu_iotlb_gather *gather)
{
	(void)domain;
	stand_event(STAND_EV_SYNC, count_tables(gather), gather->start, gather->end);
	hardware_iotlb_sync(gather);
}

int engine_iotlb_sync_map(struct iommu_domain *domain, unsigned long iova, size_t size)
{
	(void)domain;
	if (engine_sync_map_fails)
		return -ENOMEM;
	if (engine_config.no_gaps)
		stand_event(STAND_EV_SYNC_MAP, 0, iova, iova + size - 1);
	return hardware_iotlb_sync_map(iova, size);
}

/* A flush queue flushes everything before it frees; it does not ask the driver for a range. */
static void sync_gather(struct iommu_domain *domain, struct iommu_iotlb_gather *gather)
{
	if (engine_config.queued) {
		stand_event(STAND_EV_SYNC, count_tables(gather), 0, ~0ull);
		hardware_flush_all();
		put_tables(gather);
	} else {
		iommu_iotlb_sync(domain, gather);
	}
	engine_init_gather(gather);
}

static ssize_t map_sg(struct iommu_domain *domain, const struct stand_op *op, gfp_t gfp)
{
	static struct scatterlist list[STAND_MAX_SEGMENTS];

	list[0] = (struct scatterlist){ 0, 0 };
	for (unsigned int i = 0; i < op->n_segments; i++) {
		const uint32_t *words = op->segments + i * IOC_SEGMENT_WORDS;

		list[i].phys = words[0] | (u64)words[1] << 32;
		list[i].length = words[2] | (u64)words[3] << 32;
	}
	return iommu_map_sg(domain, op->iova, list, op->n_segments, (int)op->prot, gfp);
}

bool engine_run_core(struct iommu_domain *domain, struct iommu_iotlb_gather *gather, const struct stand_op *op,
		     struct stand_result *result)
{
	gfp_t gfp = op->flags & IOC_FLAG_BAD_GFP ? GFP_KERNEL | __GFP_HIGHMEM : GFP_KERNEL;
	ssize_t mapped;

	engine_sync_map_fails = (op->flags & IOC_FLAG_SYNC_MAP_FAILS) != 0;
	switch (op->kind) {
	case IOC_IOVA_TO_PHYS:
		result->value = iommu_iova_to_phys(domain, op->iova);
		return true;
	case IOC_IOMMU_MAP:
		result->ret = iommu_map(domain, op->iova, op->oa, op->len, (int)op->prot, gfp);
		return true;
	case IOC_IOMMU_UNMAP:
		result->value = iommu_unmap(domain, op->iova, op->len);
		return true;
	case IOC_IOMMU_MAP_SG:
		mapped = map_sg(domain, op, gfp);
		result->ret = mapped < 0 ? (int)mapped : 0;
		result->value = mapped < 0 ? 0 : (u64)mapped;
		return true;
	case IOC_SYNC:
		sync_gather(domain, gather);
		return true;
	default:
		return false;
	}
}
