/* Dirty tracking: the ioctl that starts and stops it, and the memory of its bitmaps, which ends in a guard. */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vfio.h>

#include "container.h"
#include "entries.h"
#include "glue.h"

enum { GUARD_BYTES = 4096, MOST_BITMAPS = 16 };

static struct bitmap {
  void *at;
  size_t size;
} bitmaps[MOST_BITMAPS];

static struct bitmap *bitmap_at(const void *at) {
  for (unsigned i = 0; i < MOST_BITMAPS; i++)
    if (bitmaps[i].at == at) return &bitmaps[i];
  return NULL;
}

/* kvmalloc, which vfio_iommu_type1.c uses for bitmaps alone. */
void *__kvmalloc_node_noprof(size_t size, unsigned long align, gfp_t flags, int node) {
  struct bitmap *bitmap = bitmap_at(NULL);
  if (!bitmap) stand_end("missing", "room for so many bitmaps");
  void *at = __kmalloc_noprof(size + GUARD_BYTES, flags);
  if (at) *bitmap = (struct bitmap){at, size};
  return at;
}

void kvfree(const void *at) {
  if (!at) return;
  struct bitmap *bitmap = bitmap_at(at);
  if (!bitmap) stand_end("fault", "a bitmap is freed that was not allocated");
  if (memchr_inv(at + bitmap->size, 0, GUARD_BYTES)) stand_end("fault", "memory behind a bitmap was written");
  bitmap->at = NULL;
  kfree(at);
}

/* words: flags of VFIO_IOMMU_DIRTY_PAGES. Result: 0 or an errno. */
unsigned entry_dirty_pages(const stand_word *words, stand_word *results) {
  struct vfio_iommu_type1_dirty_bitmap dirty = {.argsz = sizeof dirty, .flags = (u32)words[0]};
  results[0] = (stand_word)vfio_iommu_driver_ops_type1.ioctl(container, VFIO_IOMMU_DIRTY_PAGES, (unsigned long)&dirty);
  return 1;
}
