/*
 * The domain below dma-iommu.c, in place of iommu.c and a page table. What one call maps is one leaf: an unmap that begins
 * in it removes it whole, as a page table does with a large leaf. Calls are told.
 */
#include "domain.h"

#include <linux/errno.h>

#include "glue.h"

enum { MOST_LEAVES = 64 };

struct leaf {
  unsigned long iova;
  size_t size;
};

static struct leaf leaves[MOST_LEAVES];
static unsigned leaf_count;

struct device importer;
struct iommu_domain domain;

struct iommu_domain *iommu_get_dma_domain(struct device *dev) {
  return &domain;
}

struct iommu_domain *iommu_get_domain_for_dev(struct device *dev) {
  return &domain;
}

int iommu_map_nosync(struct iommu_domain *in, unsigned long iova, phys_addr_t paddr, size_t size, int prot, gfp_t flags) {
  for (unsigned i = 0; i < leaf_count; i++)
    if (leaves[i].iova < iova + size && iova < leaves[i].iova + leaves[i].size) return -EADDRINUSE;
  if (leaf_count == MOST_LEAVES) stand_end("missing", "room for so many leaves");
  leaves[leaf_count++] = (struct leaf){iova, size};
  STAND_TELL("iommuMap", iova, paddr, size, prot);
  return 0;
}

int iommu_map(struct iommu_domain *in, unsigned long iova, phys_addr_t paddr, size_t size, int prot, gfp_t flags) {
  return iommu_map_nosync(in, iova, paddr, size, prot, flags);
}

int iommu_sync_map(struct iommu_domain *in, unsigned long iova, size_t size) {
  return 0;
}

size_t iommu_unmap_fast(struct iommu_domain *in, unsigned long iova, size_t size, struct iommu_iotlb_gather *gather) {
  size_t unmapped = 0;
  for (unsigned i = leaf_count; i-- > 0;) {
    if (leaves[i].iova < iova || leaves[i].iova >= iova + size) continue;
    unmapped += leaves[i].size;
    leaves[i] = leaves[--leaf_count];
  }
  STAND_TELL("iommuUnmap", iova, size, unmapped);
  return unmapped;
}

/* Nothing of the space is reserved from the start. */
void iommu_get_resv_regions(struct device *dev, struct list_head *regions) {}
void iommu_put_resv_regions(struct device *dev, struct list_head *regions) {}
