/* Entries of drivers/vfio/vfio_iommu_type1.c, for the other end of the channel. */
#include <linux/err.h>
#include <linux/mem_encrypt.h>
#include <linux/vfio.h>

#include "container.h"
#include "domain.h"
#include "entries.h"
#include "process.h"
#include "space.h"
#include "glue.h"

extern bool disable_hugepages;
extern unsigned int dma_entry_limit;

void *container;

/* How the argument of an ioctl is given, as the other end numbers it. */
enum argument { ARGUMENT_OK, ARGUMENT_UNREADABLE, ARGUMENT_SMALL };

/*
 * words: mask of the C-bit, RLIMIT_MEMLOCK in pages, pages locked by other means, CAP_IPC_LOCK, disable_hugepages,
 * dma_entry_limit. Result: 0 or an errno.
 */
static unsigned open_container(const stand_word *words, stand_word *results) {
  sme_me_mask = words[0];
  process_start(words[1], words[2], words[3]);
  disable_hugepages = words[4];
  dma_entry_limit = (unsigned int)words[5];
  container = vfio_iommu_driver_ops_type1.open(VFIO_TYPE1v2_IOMMU);
  results[0] = IS_ERR(container) ? (stand_word)container : 0;
  return 1;
}

/* words: pages that can be pinned until one fails, its errno, times that pages are accounted until one fails; below 0 none. */
static unsigned set_faults(const stand_word *words, stand_word *results) {
  space_fail_pin((long)words[0], (long)words[1]);
  process_fail_add((long)words[2]);
  return 0;
}

/* words: the process that calls from now on, 0 or 1. */
static unsigned act_as(const stand_word *words, stand_word *results) {
  process_act_as((unsigned)words[0]);
  return 0;
}

/* words: device. Result: 0 or an errno. */
static unsigned attach_device(const stand_word *words, stand_word *results) {
  int ret = vfio_iommu_driver_ops_type1.attach_group(container, domain_group_of(words[0]), VFIO_IOMMU);
  results[0] = (stand_word)(long)ret;
  return 1;
}

/* words: device. */
static unsigned detach_device(const stand_word *words, stand_word *results) {
  vfio_iommu_driver_ops_type1.detach_group(container, domain_group_of(words[0]));
  return 0;
}

static stand_word call(unsigned int command, enum argument how, void *argument, u32 *size) {
  if (how == ARGUMENT_SMALL) *size -= 1;
  unsigned long address = how == ARGUMENT_UNREADABLE ? 0 : (unsigned long)argument;
  return (stand_word)vfio_iommu_driver_ops_type1.ioctl(container, command, address);
}

/* words: argument, flags, vaddr, IOVA, size. Result: 0 or an errno. */
static unsigned map(const stand_word *words, stand_word *results) {
  struct vfio_iommu_type1_dma_map map = {
      .argsz = sizeof map,
      .flags = (u32)words[1],
      .vaddr = words[2],
      .iova = words[3],
      .size = words[4],
  };
  results[0] = call(VFIO_IOMMU_MAP_DMA, (enum argument)words[0], &map, &map.argsz);
  return 1;
}

/* words: argument, flags, IOVA, size. Results: 0 or an errno; bytes unmapped. */
static unsigned unmap(const stand_word *words, stand_word *results) {
  struct vfio_iommu_type1_dma_unmap unmap = {
      .argsz = sizeof unmap,
      .flags = (u32)words[1],
      .iova = words[2],
      .size = words[3],
  };
  results[0] = call(VFIO_IOMMU_UNMAP_DMA, (enum argument)words[0], &unmap, &unmap.argsz);
  results[1] = unmap.size;
  return 2;
}

const struct stand_entry stand_entries[] = {
    {"open", open_container},
    {"memory", entry_add_memory},
    {"area", entry_set_area},
    {"device", entry_add_device},
    {"reserve", entry_reserve},
    {"mediated", entry_add_mediated},
    {"faults", set_faults},
    {"actAs", act_as},
    {"attach", attach_device},
    {"detach", detach_device},
    {"map", map},
    {"unmap", unmap},
    {"pinPage", entry_pin_page},
    {"unpinPage", entry_unpin_page},
    {"dirtyPages", entry_dirty_pages},
    {"info", entry_info},
    {"leaves", entry_leaves},
    {0, 0},
};
