/* Entries of drivers/iommu/dma-iommu.c, for the other end of the channel. */
#include <linux/dma-mapping.h>
#include <linux/iommu-dma.h>
#include <linux/iova.h>

#include "domain.h"
#include "glue.h"

/* Declared in a header of drivers/iommu itself. */
int iommu_get_dma_cookie(struct iommu_domain *domain);
void iommu_setup_dma_ops(struct device *dev, struct iommu_domain *domain);

enum { MOST_STATES = 8 };

static struct dev_iommu in_iommu;
static u64 mask;
static struct dma_iova_state states[MOST_STATES];

static void sync_nothing(struct iommu_domain *domain, struct iommu_iotlb_gather *gather) {}
static const struct iommu_domain_ops ops = {.iotlb_sync = sync_nothing};

static struct dma_iova_state *state_of(stand_word index) {
  if (index >= MOST_STATES) stand_end("missing", "room for so many states");
  return &states[index];
}

/* words: highest address of the device and of the domain. Result: 0, or an errno. */
static unsigned start(const stand_word *words, stand_word *results) {
  mask = words[0];
  importer.dma_mask = &mask;
  importer.iommu = &in_iommu;
  domain.type = IOMMU_DOMAIN_DMA;
  domain.ops = &ops;
  domain.pgsize_bitmap = PAGE_SIZE;
  domain.geometry = (struct iommu_domain_geometry){.aperture_end = mask, .force_aperture = true};
  int ret = iova_cache_get();
  if (!ret) ret = iommu_get_dma_cookie(&domain);
  if (!ret) iommu_setup_dma_ops(&importer, &domain);
  results[0] = (stand_word)(long)ret;
  return 1;
}

/* words: state, bytes. Results: 1 and the address, or 0. */
static unsigned reserve(const stand_word *words, stand_word *results) {
  struct dma_iova_state *state = state_of(words[0]);
  results[0] = dma_iova_try_alloc(&importer, state, 0, words[1]);
  results[1] = state->addr;
  return 2;
}

/* words: state, physical address, offset, bytes. Result: 0 or an errno. */
static unsigned link_range(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)(long)dma_iova_link(&importer, state_of(words[0]), words[1], words[2], words[3],
                                               DMA_BIDIRECTIONAL, DMA_ATTR_MMIO);
  return 1;
}

/* words: state, bytes that were linked. */
static unsigned destroy(const stand_word *words, stand_word *results) {
  dma_iova_destroy(&importer, state_of(words[0]), words[1], DMA_BIDIRECTIONAL, DMA_ATTR_MMIO);
  return 0;
}

/* words: physical address, bytes. Result: the address for the device, or DMA_MAPPING_ERROR. */
static unsigned map_phys(const stand_word *words, stand_word *results) {
  results[0] = iommu_dma_map_phys(&importer, words[0], words[1], DMA_BIDIRECTIONAL, DMA_ATTR_MMIO);
  return 1;
}

/* words: address, bytes. */
static unsigned unmap_phys(const stand_word *words, stand_word *results) {
  iommu_dma_unmap_phys(&importer, words[0], words[1], DMA_BIDIRECTIONAL, DMA_ATTR_MMIO);
  return 0;
}

const struct stand_entry stand_entries[] = {
    {"start", start},     {"reserve", reserve},    {"link", link_range}, {"destroy", destroy},
    {"mapPhys", map_phys}, {"unmapPhys", unmap_phys}, {0, 0},
};
