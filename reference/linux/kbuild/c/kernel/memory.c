/*
 * Memory: which page frames there are, what the kernel allocates, and views of physical memory. Each allocation is put
 * to the other end, which may let it fail, and each free is told, so that a leak shows.
 */
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/slab.h>

#include "glue.h"

unsigned long page_offset_base;
unsigned long vmemmap_base;
unsigned long phys_base;
unsigned long max_pfn;
pteval_t __default_kernel_pte_mask = ~0ul;
pteval_t __supported_pte_mask = ~0ul;
u64 sme_me_mask;
phys_addr_t physical_mask = (1ull << __PHYSICAL_MASK_SHIFT) - 1;
struct mem_section **mem_section;
kmem_buckets kmalloc_caches[NR_KMALLOC_TYPES];

void stand_kernel_start(void) {
  page_offset_base = stand_direct_map();
  vmemmap_base = stand_memory_map();
  mem_section = stand_reserve(NR_SECTION_ROOTS * sizeof *mem_section);
}

static struct mem_section *section_of(unsigned long pfn) {
  unsigned long number = pfn_to_section_nr(pfn);
  struct mem_section **root = &mem_section[SECTION_NR_TO_ROOT(number)];
  if (!*root) *root = stand_reserve(SECTIONS_PER_ROOT * sizeof **root);
  struct mem_section *section = &(*root)[number & SECTION_ROOT_MASK];
  if (!section->usage) section->usage = stand_reserve(sizeof *section->usage + sizeof(unsigned long));
  return section;
}

/* As memory that was plugged in: known by subsections of 2 MiB. Boot memory is known by whole sections of 128 MiB. */
void stand_add_memory(unsigned long pfn, unsigned long pages) {
  for (unsigned long end = pfn + pages; pfn < end; pfn += PAGES_PER_SUBSECTION) {
    struct mem_section *section = section_of(pfn);
    section->section_mem_map |= SECTION_MARKED_PRESENT | SECTION_HAS_MEM_MAP | SECTION_IS_ONLINE;
    set_bit(subsection_map_index(pfn), section->usage->subsection_map);
  }
}

void stand_make_compound(unsigned long pfn, unsigned order) {
  struct page *head = pfn_to_page(pfn);
  __SetPageHead(head);
  /* The folio's order is the low byte of the second page's flags. */
  ((struct folio *)head)->_flags_1 = order;
  for (unsigned long i = 1; i < 1ul << order; i++) set_compound_head(head + i, head, order);
}

static void *allocate(const char *what, unsigned long bytes) {
  if (!STAND_ASK("allocate", bytes)) return NULL;
  void *at = stand_allocate(bytes);
  if (!at) stand_end("fault", what);
  STAND_TELL("allocated", (stand_word)at, bytes);
  return at;
}

void *__kmalloc_cache_noprof(struct kmem_cache *cache, gfp_t flags, size_t size) {
  return allocate("the pool for kmalloc is used up", size);
}

void *__kmalloc_noprof(size_t size, gfp_t flags) {
  return allocate("the pool for kmalloc is used up", size);
}

void kfree(const void *at) {
  if (at) STAND_TELL("free", (stand_word)at);
}

struct page *__alloc_pages_noprof(gfp_t flags, unsigned int order, int node, nodemask_t *nodes) {
  void *at = allocate("the pool for pages is used up", PAGE_SIZE << order);
  return at ? virt_to_page(at) : NULL;
}

unsigned long get_free_pages_noprof(gfp_t flags, unsigned int order) {
  return (unsigned long)allocate("the pool for pages is used up", PAGE_SIZE << order);
}

void free_pages(unsigned long at, unsigned int order) {
  if (at) STAND_TELL("free", at);
}

void *memremap(resource_size_t physical, size_t size, unsigned long flags) {
  return STAND_ASK("memremap", physical, size) ? stand_watch(physical, size) : NULL;
}

void memunmap(void *at) {
  stand_word physical = 0;
  if (!stand_watched(at, &physical)) stand_end("fault", "memunmap of what is not mapped");
  STAND_TELL("memunmap", physical);
  stand_unwatch(at);
}
