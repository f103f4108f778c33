/* VFIO_IOMMU_GET_INFO, and the buffer of capabilities that drivers/vfio/vfio_main.c keeps for it. */
#include <linux/slab.h>
#include <linux/vfio.h>

#include "container.h"
#include "entries.h"
#include "process.h"
#include "glue.h"

enum { MOST_BYTES = 4096 };

static char capabilities[MOST_BYTES];

struct vfio_info_cap_header *vfio_info_cap_add(struct vfio_info_cap *caps, size_t size, u16 id, u16 version) {
  size_t at = caps->size;
  size = ALIGN(size, sizeof(u64));
  if (at + size > MOST_BYTES) stand_end("missing", "room for so many capabilities");
  struct vfio_info_cap_header *header = (void *)(capabilities + at);
  *header = (struct vfio_info_cap_header){.id = id, .version = version, .next = (u32)(at + size)};
  caps->size = at + size;
  return header;
}

int vfio_info_add_capability(struct vfio_info_cap *caps, struct vfio_info_cap_header *cap, size_t size) {
  struct vfio_info_cap_header *header = vfio_info_cap_add(caps, size, cap->id, cap->version);
  memcpy(header + 1, cap + 1, size - sizeof *cap);
  return 0;
}

static void tell_windows(const struct vfio_iommu_type1_info_cap_iova_range *cap) {
  for (u32 i = 0; i < cap->nr_iovas; i++) STAND_TELL("window", cap->iova_ranges[i].start, cap->iova_ranges[i].end);
}

/* Results: page sizes, entries left, locked pages. Each window of IOVAs is told. */
unsigned entry_info(const stand_word *words, stand_word *results) {
  struct vfio_iommu_type1_info info = {.argsz = sizeof info};
  vfio_iommu_driver_ops_type1.ioctl(container, VFIO_IOMMU_GET_INFO, (unsigned long)&info);
  results[0] = info.iova_pgsizes;
  results[2] = process_locked_pages();
  /* The buffer was too small for them, and says by how much. */
  char *end = capabilities + (info.argsz - sizeof info);
  for (char *at = capabilities; at < end; at = capabilities + ((struct vfio_info_cap_header *)at)->next) {
    switch (((struct vfio_info_cap_header *)at)->id) {
      case VFIO_IOMMU_TYPE1_INFO_CAP_IOVA_RANGE:
        tell_windows((void *)at);
        break;
      case VFIO_IOMMU_TYPE1_INFO_DMA_AVAIL:
        results[1] = ((struct vfio_iommu_type1_info_dma_avail *)at)->avail;
        break;
    }
  }
  return 3;
}
