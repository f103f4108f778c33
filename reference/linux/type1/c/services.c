/* What iommu.c and iommu-pages.c need of the kernel around them: names in sysfs, numbers, reference counts, page statistics. */
#include <linux/device.h>
#include <linux/gfp.h>
#include <linux/idr.h>
#include <linux/kobject.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/msi.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/vmstat.h>

#include "glue.h"

struct pglist_data contig_page_data;
const struct bus_type pci_bus_type;
const struct bus_type platform_bus_type;
/* No string is a constant of the kernel's, for mm/util.c. */
char __start_rodata[1], __end_rodata[1];
static struct kobject directory;

/* Nobody looks into sysfs, and nothing in it goes away before the trace ends. */
int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *type, struct kobject *parent, const char *format,
                         ...) {
  return 0;
}

struct kobject *kobject_create_and_add(const char *name, struct kobject *parent) {
  return &directory;
}

struct kobject *kobject_get(struct kobject *kobj) {
  return kobj;
}

void kobject_put(struct kobject *kobj) {}

int sysfs_create_file_ns(struct kobject *kobj, const struct attribute *attribute, const struct ns_common *ns) {
  return 0;
}

int sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name) {
  return 0;
}

int sysfs_create_link_nowarn(struct kobject *kobj, struct kobject *target, const char *name) {
  return 0;
}

char *kasprintf(gfp_t flags, const char *format, ...) {
  static char name[] = "device";
  return name;
}

void _dev_info(const struct device *dev, const char *format, ...) {}

int ida_alloc_range(struct ida *ida, unsigned int first, unsigned int last, gfp_t flags) {
  static int next;
  return next++;
}

/* Interrupts are remapped: VFIO asks before it takes a group. */
bool msi_device_has_isolated_msi(struct device *dev) {
  return true;
}

void mod_node_page_state(struct pglist_data *node, enum node_stat_item item, long change) {}

void refcount_warn_saturate(refcount_t *count, enum refcount_saturation_type type) {
  stand_end("fault", "a reference count went wrong");
}

/* Tables of the IOMMU: there are always pages for them. */
struct folio *__folio_alloc_noprof(gfp_t flags, unsigned int order, int node, nodemask_t *nodes) {
  if (order) stand_end("missing", "tables of more than a page");
  void *at = stand_allocate(PAGE_SIZE);
  if (!at) stand_end("fault", "the pool for tables is used up");
  set_page_count(virt_to_page(at), 1);
  return virt_to_folio(at);
}

void __folio_put(struct folio *folio) {}
