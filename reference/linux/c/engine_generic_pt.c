// SPDX-License-Identifier: MIT
/*
 * drivers/iommu/generic_pt on the stand: the format's own source file is included whole and unmodified; domains are set
 * up as the AMD driver does (page-tables.md 1.9, 1.10, 2.3), with driver ops that report.
 */
#include STAND_FORMAT_FILE

#include "engine.h"
#include "hardware.h"

#ifdef STAND_AMDV1
#define FORMAT(name) pt_iommu_amdv1##name
#else
#define FORMAT(name) pt_iommu_x86_64##name
#endif

struct engine_domain {
	union {
		struct iommu_domain domain;
		struct pt_iommu iommu;
		struct FORMAT() table;
	};
	spinlock_t lock;
	struct iommu_iotlb_gather gather;
	uintptr_t reported_top; /* top pointer and level that were last reported */
};

static struct engine_domain domains[STAND_DOMAINS];
static struct iova_bitmap dirty_bitmap;

/* ---- the driver's side -------------------------------------------------------------------------------------------- */

static struct pt_common *common_of(struct engine_domain *d)
{
	return common_from_iommu(&d->iommu);
}

static void report_top(struct engine_domain *d)
{
	uintptr_t top = READ_ONCE(common_of(d)->top_of_table);

	if (top != d->reported_top)
		stand_event(STAND_EV_TOP, pt_top_get_level(common_of(d)), 0, 0);
	d->reported_top = top;
}

/* A top that is already published when the device table is only about to change is reported first: the wrong order. */
static void change_top(struct pt_iommu *iommu, phys_addr_t top_phys, unsigned int top_level)
{
	struct engine_domain *d = container_of(iommu, struct engine_domain, iommu);

	(void)top_phys, (void)top_level;
	report_top(d);
	stand_event(STAND_EV_DTE_FLUSH, 0, 0, 0);
}

static spinlock_t *get_top_lock(struct pt_iommu *iommu)
{
	return &container_of(iommu, struct engine_domain, iommu)->lock;
}

void engine_lock_released(void)
{
	for (unsigned int i = 0; i < STAND_DOMAINS; i++)
		if (domains[i].domain.is_iommupt)
			report_top(&domains[i]);
}

static const struct pt_iommu_driver_ops driver_ops = {
	.change_top = change_top,
	.get_top_lock = get_top_lock,
};

static const struct iommu_domain_ops paging_ops = {
	.iova_to_phys = FORMAT(_iova_to_phys),
	.iotlb_sync = engine_iotlb_sync,
	.iotlb_sync_map = engine_iotlb_sync_map,
};

/* Identity and blocked domains of the driver have no ops that concern mappings. */
static const struct iommu_domain_ops no_ops;

/* ---- life of a domain --------------------------------------------------------------------------------------------- */

static int create_table(struct engine_domain *d, const struct stand_config *config)
{
	struct FORMAT(_cfg) cfg = {
		.common.hw_max_vasz_lg2 = (u8)config->vasz,
		.common.hw_max_oasz_lg2 = (u8)config->oasz,
#ifdef STAND_AMDV1
		.common.features = BIT(PT_FEAT_DYNAMIC_TOP) | BIT(PT_FEAT_AMDV1_ENCRYPT_TABLES) |
				   BIT(PT_FEAT_AMDV1_FORCE_COHERENCE),
		.starting_level = config->top_level,
#else
		.common.features = BIT(PT_FEAT_X86_64_AMD_ENCRYPT_TABLES),
		.top_level = config->top_level,
#endif
	};
	int ret;

	cfg.common.features |= config->no_gaps ? BIT(PT_FEAT_FLUSH_RANGE_NO_GAPS) : BIT(PT_FEAT_FLUSH_RANGE);
	d->iommu.driver_ops = &driver_ops;
	d->iommu.nid = NUMA_NO_NODE;
	ret = FORMAT(_init)(&d->table, &cfg, GFP_KERNEL);
	if (ret)
		return ret;
	d->domain.ops = &paging_ops;
	d->domain.pgsize_bitmap &= config->page_sizes;
	d->reported_top = common_of(d)->top_of_table;
	return 0;
}

int engine_create(unsigned int i, const struct stand_config *config)
{
	struct engine_domain *d = &domains[i];

	engine_config = *config;
	hardware_configure(config);
	memset(d, 0, sizeof(*d));
	engine_init_gather(&d->gather);
	if (config->domain_type == STAND_PAGING)
		return create_table(d, config);
	d->domain.type = config->domain_type == STAND_IDENTITY ? IOMMU_DOMAIN_IDENTITY : IOMMU_DOMAIN_BLOCKED;
	d->domain.ops = &no_ops;
	return 0;
}

void engine_destroy(unsigned int i)
{
	engine_drain(&domains[i].gather);
	if (domains[i].domain.is_iommupt)
		pt_iommu_deinit(&domains[i].iommu);
	domains[i].domain.is_iommupt = false;
}

void engine_info(unsigned int i, uint64_t *bitmap, uint64_t *aperture_end)
{
	*bitmap = domains[i].domain.pgsize_bitmap;
	*aperture_end = domains[i].domain.geometry.aperture_end;
}

const uint64_t *engine_top(unsigned int i, unsigned int *level)
{
	struct pt_range range;

	if (!domains[i].domain.is_iommupt)
		return NULL;
	range = pt_top_range(common_of(&domains[i]));
	*level = range.top_level;
	return (const uint64_t *)range.top_table;
}

/* ---- ops ---------------------------------------------------------------------------------------------------------- */

uint64_t engine_iova_to_phys(unsigned int i, uint64_t iova)
{
	phys_addr_t iommu_iova_to_phys(struct iommu_domain *domain, dma_addr_t iova);

	return iommu_iova_to_phys(&domains[i].domain, iova);
}

static int read_and_clear_dirty(struct engine_domain *d, const struct stand_op *op)
{
	struct iommu_dirty_bitmap dirty = { .bitmap = &dirty_bitmap, .gather = &d->gather };
	unsigned long flags = op->flags & IOC_FLAG_NO_CLEAR ? IOMMU_DIRTY_NO_CLEAR : 0;
	int ret = FORMAT(_read_and_clear_dirty)(&d->domain, op->iova, op->len, flags, &dirty);

	engine_report_gather(&d->gather);
	return ret;
}

int engine_run(const struct stand_op *op, struct stand_result *result)
{
	struct engine_domain *d = &domains[op->domain];
	const struct pt_iommu_ops *ops = d->iommu.ops;

	if (engine_run_core(&d->domain, &d->gather, op, result))
		return 0;
	if (!d->domain.is_iommupt)
		return STAND_NOT_SUPPORTED;
	switch (op->kind) {
	case IOC_MAP:
	case IOC_MAP_PAGES:
		result->value = IOC_MAPPED_SEED;
		result->ret = ops->map_range(&d->iommu, op->iova, op->oa, op->len, op->prot, GFP_KERNEL, &result->value);
		return 0;
	case IOC_UNMAP:
		result->value = ops->unmap_range(&d->iommu, op->iova, op->len, &d->gather);
		engine_report_gather(&d->gather);
		return 0;
	case IOC_SET_DIRTY:
		result->ret = ops->set_dirty ? ops->set_dirty(&d->iommu, op->iova) : -EOPNOTSUPP;
		return 0;
	case IOC_READ_AND_CLEAR_DIRTY:
		result->ret = read_and_clear_dirty(d, op);
		return 0;
	default:
		return STAND_NOT_SUPPORTED;
	}
}
