// SPDX-License-Identifier: MIT
/* The page-table code calls engine_io_pgtable.c's function of this name, which reports the flush and comes here. */
#define amd_iommu_domain_flush_pages hardware_domain_flush_pages

#include "drivers/iommu/amd/amd_iommu_types.h"
#include "drivers/iommu/amd/amd_iommu.h"

#include "engine.h"
#include "hardware.h"

bool amd_iommu_np_cache;
static struct pdom_iommu_info one_iommu;

#if STAND_CONTRACT == 2
/* Newer drivers have it in their header. */
struct iommu_cmd {
	u32 data[4];
};
#endif

/* What the extracted functions call of the rest of the driver. The device has no IOTLB of its own (no ATS). */
#define CMD_SET_TYPE(cmd, type) ((cmd)->data[1] |= ((type) << 28))
#define xa_for_each(array, index, entry) \
	for ((index) = 0, (entry) = &one_iommu; (index) == 0; (index)++)
#define get_amd_iommu_from_dev(dev) ((void)(dev), one_iommu.iommu)
#define device_flush_iotlb(...) 0
#define iommu_flush_pages_v1_hdom_ids(...) 0
#define domain_flush_complete(domain) ((void)(domain))

#define ALL_PAGES 0x7ffffffffffff000ull

/* The block that an address field with size bit names: ones from bit 12 on say how large it is. page-tables.md 6.3. */
static void report_block(u64 address, unsigned int walk_caches)
{
	u64 block;

	if (address == ALL_PAGES) {
		stand_event(STAND_EV_COMMAND, walk_caches, 0, ~0ull);
		return;
	}
	block = 1ull << (13 + __builtin_ctzll(~(address >> 12)));
	stand_event(STAND_EV_COMMAND, walk_caches, address & ~(block - 1), address | (block - 1));
}

static int iommu_queue_command(struct amd_iommu *iommu, struct iommu_cmd *cmd)
{
	u64 address = (cmd->data[2] & ~0xfffull) | (u64)cmd->data[3] << 32;
	unsigned int walk_caches = (cmd->data[2] & CMD_INV_IOMMU_PAGES_PDE_MASK) != 0;

	(void)iommu;
	if (cmd->data[2] & CMD_INV_IOMMU_PAGES_SIZE_MASK)
		report_block(address, walk_caches);
	else
		stand_event(STAND_EV_COMMAND, walk_caches, address, address | 0xfff);
	return 0;
}

#include STAND_FLUSH_FILE

static struct protection_domain *domain(void)
{
	static struct protection_domain d;
	static struct iommu_dev_data device;

	INIT_LIST_HEAD(&d.dev_list);
#if STAND_CONTRACT == 1
	INIT_LIST_HEAD(&d.viommu_list);
#else
	/* A domain without a table is not flushed. */
	d.iop.pgtbl.ops.map_pages = (void *)domain;
#endif
	list_add_tail(&device.list, &d.dev_list);
#ifdef STAND_AMDV1
	d.pd_mode = PD_MODE_V1;
#else
	d.pd_mode = PD_MODE_V2;
#endif
	return &d;
}

void hardware_configure(const struct stand_config *config)
{
	amd_iommu_np_cache = config->no_gaps;
}

void hardware_iotlb_sync(struct iommu_iotlb_gather *gather)
{
	amd_iommu_iotlb_sync(&domain()->domain, gather);
}

int hardware_iotlb_sync_map(unsigned long iova, size_t size)
{
	return amd_iommu_iotlb_sync_map(&domain()->domain, iova, size);
}

void hardware_flush_all(void)
{
	amd_iommu_flush_iotlb_all(&domain()->domain);
}

#if STAND_CONTRACT == 2
void hardware_flush_pages(u64 address, size_t size)
{
	amd_iommu_domain_flush_pages(domain(), address, size);
}
#endif
