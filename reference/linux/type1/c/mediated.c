/* A mediated device of the container: it pins pages by itself, and lets them go when it is told to. */
#include <linux/vfio.h>

#include "container.h"
#include "domain.h"
#include "entries.h"
#include "glue.h"

static struct iommu_group *group;

/* The other end knows which pages the device has pinned: it names one after another, or 0. */
static void let_go(struct vfio_device *device, u64 iova, u64 bytes) {
  stand_word answer[STAND_MOST_WORDS] = {0};
  STAND_TELL("notify", iova, bytes);
  while (stand_ask("pinnedPage", 2, (stand_word[]){iova, bytes}, answer))
    vfio_iommu_driver_ops_type1.unpin_pages(container, answer[1], 1);
}

/* Result: 0 or an errno. */
unsigned entry_add_mediated(const stand_word *words, stand_word *results) {
  static const struct vfio_device_ops ops = {.dma_unmap = let_go};
  static struct vfio_device device = {.ops = &ops};
  group = iommu_group_alloc();
  results[0] = (stand_word)(long)vfio_iommu_driver_ops_type1.attach_group(container, group, VFIO_EMULATED_IOMMU);
  vfio_iommu_driver_ops_type1.register_device(container, &device);
  return 1;
}

/* words: IOVA, IOMMU_READ and IOMMU_WRITE. Result: pages pinned (1), or an errno. */
unsigned entry_pin_page(const stand_word *words, stand_word *results) {
  struct page *page;
  int ret = vfio_iommu_driver_ops_type1.pin_pages(container, group, words[0], 1, (int)words[1], &page);
  results[0] = (stand_word)(long)ret;
  return 1;
}

/* words: IOVA. */
unsigned entry_unpin_page(const stand_word *words, stand_word *results) {
  vfio_iommu_driver_ops_type1.unpin_pages(container, words[0], 1);
  return 0;
}
