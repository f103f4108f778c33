// SPDX-License-Identifier: MIT
/*
 * The AMD driver's io_pgtable code of kernels up to 6.18 on the stand: the format's source file whole and unmodified,
 * and the driver's map, unmap and dirty wrappers as the build extracted them from amd/iommu.c.
 */
#include STAND_FORMAT_FILE
#include STAND_DRIVER_FILE

#include "engine.h"
#include "hardware.h"
#include "walk.h"

#define DIRTY_BIT (1ull << 6)

static struct protection_domain domains[STAND_DOMAINS];
static struct iommu_iotlb_gather gathers[STAND_DOMAINS];
static unsigned int reported_level[STAND_DOMAINS];
static struct iova_bitmap dirty_bitmap;

/* What the driver's files share; the configuration sets them. */
unsigned long amd_iommu_pgsize_bitmap;
int amd_iommu_gpt_level;
#ifdef STAND_AMDV1
enum io_pgtable_fmt amd_iommu_pgtable = AMD_IOMMU_V1;
#else
enum io_pgtable_fmt amd_iommu_pgtable = AMD_IOMMU_V2;
#endif

/* ---- the driver's side -------------------------------------------------------------------------------------------- */

static bool has_table(unsigned int i)
{
	return domains[i].domain.type & __IOMMU_DOMAIN_PAGING;
}

const uint64_t *engine_top(unsigned int i, unsigned int *level)
{
	if (!has_table(i))
		return NULL;
#ifdef STAND_AMDV1
	*level = (unsigned int)domains[i].iop.mode - 1;
	return (const uint64_t *)domains[i].iop.root;
#else
	*level = (unsigned int)amd_iommu_gpt_level - 1;
	return (const uint64_t *)domains[i].iop.pgd;
#endif
}

static void report_top(unsigned int i)
{
	unsigned int level = 0;

	if (engine_top(i, &level) && level != reported_level[i]) {
		reported_level[i] = level;
		stand_event(STAND_EV_TOP, level, 0, 0);
	}
}

/* A root that is published before the device table changes is reported first: that is this code's order. */
void amd_iommu_update_and_flush_device_table(struct protection_domain *domain)
{
	report_top((unsigned int)(domain - domains));
	stand_event(STAND_EV_DTE_FLUSH, 0, 0, 0);
}

void engine_lock_released(void)
{
	for (unsigned int i = 0; i < STAND_DOMAINS; i++)
		report_top(i);
}

void amd_iommu_domain_flush_pages(struct protection_domain *domain, u64 address, size_t size)
{
	(void)domain;
	stand_event(STAND_EV_FLUSH, 0, address, address + size - 1);
	hardware_flush_pages(address, size);
}

static const struct iommu_domain_ops paging_ops = {
	.map_pages = amd_iommu_map_pages,
	.unmap_pages = amd_iommu_unmap_pages,
	.iova_to_phys = amd_iommu_iova_to_phys,
	.iotlb_sync = engine_iotlb_sync,
	.iotlb_sync_map = engine_iotlb_sync_map,
};

/* Identity and blocked domains of the driver have no ops that concern mappings. */
static const struct iommu_domain_ops no_ops;

/* ---- life of a domain --------------------------------------------------------------------------------------------- */

static const struct io_pgtable_init_fns *init_fns(void)
{
#ifdef STAND_AMDV1
	return &io_pgtable_amd_iommu_v1_init_fns;
#else
	return &io_pgtable_amd_iommu_v2_init_fns;
#endif
}

/* The driver starts v1 with three levels and v2 with what the CPU has; other tops are refused. */
static bool top_level_fits(const struct stand_config *config)
{
#ifdef STAND_AMDV1
	return config->top_level == PAGE_MODE_3_LEVEL - 1;
#else
	return config->top_level == PAGE_MODE_4_LEVEL - 1 || config->top_level == PAGE_MODE_5_LEVEL - 1;
#endif
}

static int create_table(struct protection_domain *d, const struct stand_config *config)
{
	struct io_pgtable_cfg *cfg = &d->iop.pgtbl.cfg;

	if (!top_level_fits(config))
		return -EINVAL;
	amd_iommu_pgsize_bitmap = AMD_IOMMU_PGSIZES & config->page_sizes;
	amd_iommu_gpt_level = (int)config->top_level + 1;
	cfg->amd.nid = NUMA_NO_NODE;
	if (!init_fns()->alloc(cfg, d))
		return -ENOMEM;
#ifdef STAND_AMDV1
	d->pd_mode = PD_MODE_V1;
#else
	d->pd_mode = PD_MODE_V2;
#endif
	d->dirty_tracking = true;
	d->domain.type = IOMMU_DOMAIN_UNMANAGED;
	d->domain.pgsize_bitmap = cfg->pgsize_bitmap & config->page_sizes;
	d->domain.ops = &paging_ops;
	return 0;
}

int engine_create(unsigned int i, const struct stand_config *config)
{
	struct protection_domain *d = &domains[i];

	engine_config = *config;
	hardware_configure(config);
	memset(d, 0, sizeof(*d));
	engine_init_gather(&gathers[i]);
	reported_level[i] = config->top_level;
	if (config->domain_type == STAND_PAGING)
		return create_table(d, config);
	d->domain.type = config->domain_type == STAND_IDENTITY ? IOMMU_DOMAIN_IDENTITY : IOMMU_DOMAIN_BLOCKED;
	d->domain.ops = &no_ops;
	return 0;
}

void engine_destroy(unsigned int i)
{
	engine_drain(&gathers[i]);
	if (has_table(i))
		init_fns()->free(&domains[i].iop.pgtbl);
	domains[i].domain.type = IOMMU_DOMAIN_BLOCKED;
}

void engine_info(unsigned int i, uint64_t *bitmap, uint64_t *aperture_end)
{
	*bitmap = domains[i].domain.pgsize_bitmap;
	*aperture_end = dma_max_address();
}

/* ---- ops ---------------------------------------------------------------------------------------------------------- */

uint64_t engine_iova_to_phys(unsigned int i, uint64_t iova)
{
	return iommu_iova_to_phys(&domains[i].domain, iova);
}

/* As the hardware does: in the one item that the walk ends at. */
static int set_dirty(unsigned int i, uint64_t iova)
{
#ifdef STAND_AMDV1
	unsigned int level = 0;
	const uint64_t *top = engine_top(i, &level);
	uint64_t *item = walk_to_leaf(top, level, iova >> PAGE_SHIFT);

	if (!item)
		return -ENOENT;
	*item |= DIRTY_BIT;
	return 0;
#else
	(void)i, (void)iova;
	return -EOPNOTSUPP;
#endif
}

static int read_and_clear_dirty(unsigned int i, const struct stand_op *op)
{
	struct iommu_dirty_bitmap dirty = { .bitmap = &dirty_bitmap, .gather = &gathers[i] };
	unsigned long flags = op->flags & IOC_FLAG_NO_CLEAR ? IOMMU_DIRTY_NO_CLEAR : 0;
	int ret = amd_iommu_read_and_clear_dirty(&domains[i].domain, op->iova, op->len, flags, &dirty);

	engine_report_gather(&gathers[i]);
	return ret;
}

static size_t unmap_pages(unsigned int i, const struct stand_op *op)
{
	size_t pgcount = op->len >> op->page_lg;
	size_t removed = amd_iommu_unmap_pages(&domains[i].domain, op->iova, 1ull << op->page_lg, pgcount, &gathers[i]);

	engine_report_gather(&gathers[i]);
	return removed;
}

/* Page sizes that map_pages and unmap_pages have a meaning for; v2 refuses others itself. */
static bool has_page_size(const struct stand_op *op)
{
#ifdef STAND_AMDV1
	return op->page_lg >= PAGE_SHIFT && op->page_lg < 64;
#else
	return op->page_lg < 64;
#endif
}

int engine_run(const struct stand_op *op, struct stand_result *result)
{
	unsigned int i = op->domain;
	struct iommu_domain *domain = &domains[i].domain;

	if (engine_run_core(domain, &gathers[i], op, result))
		return 0;
	if (!has_table(i) || ((op->kind == IOC_MAP_PAGES || op->kind == IOC_UNMAP) && !has_page_size(op)))
		return STAND_NOT_SUPPORTED;
	switch (op->kind) {
	case IOC_MAP_PAGES:
		result->value = IOC_MAPPED_SEED;
		result->ret = amd_iommu_map_pages(domain, op->iova, op->oa, 1ull << op->page_lg, op->len >> op->page_lg,
						  (int)op->prot, GFP_KERNEL, &result->value);
		return 0;
	case IOC_UNMAP:
		result->value = unmap_pages(i, op);
		return 0;
	case IOC_SET_DIRTY:
		result->ret = set_dirty(i, op->iova);
		return 0;
	case IOC_READ_AND_CLEAR_DIRTY:
		result->ret = read_and_clear_dirty(i, op);
		return 0;
	default:
		return STAND_NOT_SUPPORTED;
	}
}
