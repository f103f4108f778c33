/*
 * The IOMMU driver: domains are set up as the AMD driver does, with AMD v1 tables of the kernel's own. Each device has domain
 * ops of its own, as one behind another kind of IOMMU has, so that a container gives it a domain of its own.
 */
#include "domain.h"

#include <linux/generic_pt/iommu.h>
#include <linux/slab.h>

#include "../iommu/iommu-pages.h"
#include "entries.h"
#include "glue.h"

enum { MOST_REGIONS = 8 };

struct region {
  phys_addr_t start;
  size_t length;
  enum iommu_resv_type type;
};

struct table_domain {
  union {
    struct iommu_domain domain;
    struct pt_iommu iommu;
    struct pt_iommu_amdv1 tables;
  };
  spinlock_t top_lock;
};

struct stand_device {
  struct device device;
  struct dev_iommu of_iommu;
  struct iommu_domain_ops ops;
  struct iommu_group *group;
  struct table_domain *domain;
  unsigned long page_sizes;
  dma_addr_t first;
  dma_addr_t last;
  struct region regions[MOST_REGIONS];
  unsigned region_count;
};

static struct stand_device devices[MOST_DEVICES];

static struct stand_device *of_device(struct device *device) {
  return container_of(device, struct stand_device, device);
}

static unsigned index_of(const struct iommu_domain *domain) {
  return (unsigned)(container_of(domain->ops, struct stand_device, ops) - devices);
}

struct iommu_group *domain_group_of(unsigned device) {
  return devices[device].group;
}

struct pt_iommu *domain_tables_of(unsigned device) {
  struct table_domain *domain = devices[device].domain;
  return domain ? &domain->iommu : NULL;
}

static spinlock_t *get_top_lock(struct pt_iommu *iommu) {
  return &container_of(iommu, struct table_domain, iommu)->top_lock;
}

static void change_top(struct pt_iommu *iommu, phys_addr_t top, unsigned int level) {}

static const struct pt_iommu_driver_ops driver_ops = {.get_top_lock = get_top_lock, .change_top = change_top};

static int attach(struct iommu_domain *domain, struct device *device, struct iommu_domain *old) {
  return 0;
}

static void flush(struct iommu_domain *domain, struct iommu_iotlb_gather *gather) {
  STAND_TELL("flush", index_of(domain), gather->start, gather->end);
  iommu_put_pages_list(&gather->freelist);
}

static void free_domain(struct iommu_domain *domain) {
  struct table_domain *of = container_of(domain, struct table_domain, domain);
  devices[index_of(domain)].domain = NULL;
  pt_iommu_deinit(&of->iommu);
  kfree(of);
}

static bool enforce_cache_coherency(struct iommu_domain *domain) {
  return true;
}

static struct iommu_domain *allocate_domain(struct device *device, u32 flags, const struct iommu_user_data *user) {
  struct stand_device *of = of_device(device);
  struct pt_iommu_amdv1_cfg cfg = {
      .common.features = BIT(PT_FEAT_DYNAMIC_TOP) | BIT(PT_FEAT_AMDV1_ENCRYPT_TABLES) |
                         BIT(PT_FEAT_AMDV1_FORCE_COHERENCE) | BIT(PT_FEAT_FLUSH_RANGE),
      .common.hw_max_vasz_lg2 = fls64(of->last),
      .common.hw_max_oasz_lg2 = 52,
      .starting_level = 2,
  };
  struct table_domain *made = kzalloc_obj(*made);
  if (!made) return NULL;
  made->iommu.driver_ops = &driver_ops;
  made->iommu.nid = NUMA_NO_NODE;
  made->domain.ops = &of->ops;
  int ret = pt_iommu_amdv1_init(&made->tables, &cfg, GFP_KERNEL);
  if (ret) {
    kfree(made);
    return ERR_PTR(ret);
  }
  /* A size below that of a page stands for pages, which can be made of it. */
  if (of->page_sizes & ~PAGE_MASK) made->domain.pgsize_bitmap &= of->page_sizes | PAGE_SIZE;
  else made->domain.pgsize_bitmap &= of->page_sizes;
  made->domain.geometry.aperture_start = of->first;
  made->domain.geometry.aperture_end = of->last;
  of->domain = made;
  return &made->domain;
}

static void add_regions(struct device *device, struct list_head *list) {
  struct stand_device *of = of_device(device);
  for (unsigned i = 0; i < of->region_count; i++) {
    struct region *region = &of->regions[i];
    struct iommu_resv_region *made =
        iommu_alloc_resv_region(region->start, region->length, 0, region->type, GFP_KERNEL);
    if (made) list_add_tail(&made->list, list);
  }
}

static const struct iommu_domain_ops blocked_ops = {.attach_dev = attach};
static struct iommu_domain blocked = {.type = IOMMU_DOMAIN_BLOCKED, .ops = &blocked_ops};
static const struct iommu_ops driver = {
    .domain_alloc_paging_flags = allocate_domain,
    .get_resv_regions = add_regions,
    .blocked_domain = &blocked,
};
static struct iommu_device iommu = {.ops = &driver};

/* The memory of the cookie is asked for. */
int iommu_get_msi_cookie(struct iommu_domain *domain, dma_addr_t base) {
  return STAND_ASK("msiCookie", index_of(domain)) ? 0 : -ENOMEM;
}

/* words: device, page sizes, first and last IOVA. Result: 0 or an errno. As bound to VFIO: nobody else owns its DMA. */
unsigned entry_add_device(const stand_word *words, stand_word *results) {
  if (words[0] >= MOST_DEVICES) stand_end("missing", "room for so many devices");
  struct stand_device *of = &devices[words[0]];
  of->page_sizes = words[1];
  of->first = words[2];
  of->last = words[3];
  of->ops = (struct iommu_domain_ops){
      IOMMU_PT_DOMAIN_OPS(amdv1),
      .attach_dev = attach,
      .iotlb_sync = flush,
      .enforce_cache_coherency = enforce_cache_coherency,
      .free = free_domain,
  };
  of->of_iommu.iommu_dev = &iommu;
  of->device.iommu = &of->of_iommu;
  of->group = iommu_group_alloc();
  int ret = iommu_group_add_device(of->group, &of->device);
  if (!ret) ret = iommu_group_claim_dma_owner(of->group, of);
  results[0] = (stand_word)(long)ret;
  return 1;
}

/* words: device, first address, bytes, 1 if it is where software puts the doorbells of MSIs. The device reserves the range. */
unsigned entry_reserve(const stand_word *words, stand_word *results) {
  struct stand_device *of = &devices[words[0]];
  if (of->region_count == MOST_REGIONS) stand_end("missing", "room for so many reserved regions");
  of->regions[of->region_count++] =
      (struct region){words[1], words[2], words[3] ? IOMMU_RESV_SW_MSI : IOMMU_RESV_RESERVED};
  return 0;
}

/*
 * Calls of vfio_iommu_type1.c into iommu.c come by here (the linker's --wrap), and are told before and after. A map may be
 * refused by the other end.
 */
int __real_iommu_map(struct iommu_domain *domain, unsigned long iova, phys_addr_t paddr, size_t size, int prot, gfp_t);
size_t __real_iommu_unmap(struct iommu_domain *domain, unsigned long iova, size_t size);
size_t __real_iommu_unmap_fast(struct iommu_domain *domain, unsigned long iova, size_t size,
                               struct iommu_iotlb_gather *gather);

int __wrap_iommu_map(struct iommu_domain *domain, unsigned long iova, phys_addr_t paddr, size_t size, int prot,
                     gfp_t flags) {
  int ret = (int)STAND_ASK("iommuMap", index_of(domain), iova, paddr, size, prot);
  if (!ret) ret = __real_iommu_map(domain, iova, paddr, size, prot, flags);
  STAND_TELL("mapped", (stand_word)(long)ret);
  return ret;
}

size_t __wrap_iommu_unmap(struct iommu_domain *domain, unsigned long iova, size_t size) {
  STAND_TELL("iommuUnmap", index_of(domain), iova, size);
  size_t unmapped = __real_iommu_unmap(domain, iova, size);
  STAND_TELL("unmapped", unmapped);
  return unmapped;
}

size_t __wrap_iommu_unmap_fast(struct iommu_domain *domain, unsigned long iova, size_t size,
                               struct iommu_iotlb_gather *gather) {
  STAND_TELL("iommuUnmapFast", index_of(domain), iova, size);
  size_t unmapped = __real_iommu_unmap_fast(domain, iova, size, gather);
  STAND_TELL("unmapped", unmapped);
  return unmapped;
}
