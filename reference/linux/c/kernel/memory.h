/* SPDX-License-Identifier: MIT */
/*
 * Table pages and their addresses. Physical addresses of table pages are a bijection of the arena's pages: high, inside
 * bits 51:12, and with a gap where the C-bit is (memory.c). An address outside of the arena gives a pointer that faults.
 */
#ifndef STAND_KERNEL_MEMORY_H
#define STAND_KERNEL_MEMORY_H

#include "../stand.h"
#include "bits.h"
#include "list.h"
#include "atomic.h"
#include "string.h"

/* Laid out so that struct ioptdesc of generic_pt's iommu-pages.h overlays it: the list element comes second. */
struct page {
	unsigned long flags;
	struct list_head lru;
	unsigned long mapping;
	unsigned long index;
	void *private_data;
	unsigned int page_type;
	atomic_t refcount;
};
struct folio {
	struct page page;
};

static __always_inline phys_addr_t virt_to_phys(const volatile void *virt) { return stand_phys_of((const void *)virt); }
static __always_inline void *phys_to_virt(phys_addr_t phys) { return stand_virt_of(phys); }
#define __va(phys) phys_to_virt(phys)
#define __pa(virt) virt_to_phys(virt)

extern struct page stand_pages[];
extern struct page stand_stray_pages[];

/* The page of a table; a page of the stray pool where virt is no address in the arena. */
static inline struct page *virt_to_page(const void *virt)
{
	uint64_t index = stand_page_index(virt);

	return index < STAND_PAGES ? &stand_pages[index] : &stand_stray_pages[stand_next_stray()];
}

/* Of a page of the stray pool: some address that is no table's, and is not NULL, which may be freed unseen. */
static inline void *page_address(const struct page *page)
{
	uint64_t index = (uint64_t)(page - stand_pages);

	return index < STAND_PAGES ? stand_page_at(index) : (void *)page;
}

static inline struct folio *virt_to_folio(const void *virt) { return (struct folio *)virt_to_page(virt); }

#define GFP_KERNEL 1u
#define GFP_ATOMIC 2u
#define __GFP_ZERO 4u
#define __GFP_COMP 8u
#define __GFP_DMA 16u
#define __GFP_DMA32 32u
#define __GFP_HIGHMEM 64u
#define GFP_KERNEL_ACCOUNT GFP_KERNEL
#define NUMA_NO_NODE (-1)
#define gfpflags_allow_blocking(gfp) ((gfp) == GFP_KERNEL)
#define might_sleep_if(condition) ((void)(condition))

/* The buddy allocator's names, for the iommu-pages.h of kernels that call it directly. Tables are one page. */
static inline struct page *alloc_pages_node(int nid, gfp_t gfp, int order)
{
	void *virt = stand_alloc_page();

	(void)nid, (void)gfp, (void)order;
	return virt ? virt_to_page(virt) : NULL;
}
#define alloc_pages(gfp, order) alloc_pages_node(NUMA_NO_NODE, gfp, order)
static inline void __free_pages(struct page *page, int order)
{
	(void)order;
	stand_free_page(page_address(page));
}
#define put_page(page) __free_pages(page, 0)
#define page_pgdat(page) ((void)(page), NULL)
#define mod_node_page_state(node, item, count) ((void)(node), (void)(count))
#define mod_lruvec_page_state(page, item, count) ((void)(page), (void)(count))

extern unsigned long sme_me_mask;
#define __sme_set(x) ((x) | sme_me_mask)
#define __sme_clr(x) ((x) & ~sme_me_mask)

static inline void memset64(u64 *to, u64 value, size_t n)
{
	while (n-- > 0)
		*to++ = value;
}
#define memset_after(obj, value, member)                                                      \
	memset((char *)(obj) + offsetofend(typeof(*(obj)), member), value,                    \
	       sizeof(*(obj)) - offsetofend(typeof(*(obj)), member))
#define clflush_cache_range(virt, len) ((void)(virt), (void)(len))

#endif
