// SPDX-License-Identifier: MIT
/* The struct pages of the arena and of the stray pool, and the table allocator that newer kernels keep in iommu-pages.c. */
#include "kernel.h"

struct page stand_pages[STAND_PAGES];
struct page stand_stray_pages[STAND_STRAY_PAGES];

#ifdef STAND_HAS_PAGES_LIST
#include <linux/iommu.h>

void *iommu_alloc_pages_node_sz(int nid, gfp_t gfp, size_t size);
void iommu_free_pages(void *virt);
void iommu_put_pages_list(struct iommu_pages_list *list);

void *iommu_alloc_pages_node_sz(int nid, gfp_t gfp, size_t size)
{
	(void)nid, (void)gfp;
	BUG_ON(size > PAGE_SIZE);
	return stand_alloc_page();
}

void iommu_free_pages(void *virt)
{
	stand_free_page(virt);
}

/* For page tables that the hardware does not snoop; no domain on the stand asks for them. */
int iommu_pages_start_incoherent(void *virt, struct device *dev);
int iommu_pages_start_incoherent(void *virt, struct device *dev)
{
	(void)virt, (void)dev;
	BUG();
}

int iommu_pages_start_incoherent_list(struct iommu_pages_list *list, struct device *dev);
int iommu_pages_start_incoherent_list(struct iommu_pages_list *list, struct device *dev)
{
	(void)list, (void)dev;
	BUG();
}

void iommu_put_pages_list(struct iommu_pages_list *list)
{
	while (!list_empty(&list->pages)) {
		struct page *page = list_first_entry(&list->pages, struct page, lru);

		list_del(&page->lru);
		stand_free_page(page_address(page));
	}
}
#endif
