/* The rest of the kernel around the driver, on a machine with one CPU where nothing fails. */
#include <linux/device.h>
#include <linux/device/class.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/vfio.h>
#include <linux/xarray.h>

#include "glue.h"
#include "device.h"

void *__kvmalloc_node_noprof(DECL_KMALLOC_PARAMS(size, buckets, token), unsigned long align, gfp_t flags, int node) {
  return kmalloc(size, flags);
}

void kvfree(const void *at) {
  kfree(at);
}

/* What is freed is not used again: a trace is short, and nobody who reads can be under way. */
void call_rcu(struct rcu_head *head, rcu_callback_t run) {
  run(head);
}

void kvfree_call_rcu(struct rcu_head *head, void *at) {
  kfree(at);
}

/* Nodes of xarrays, whose cache is lib/radix-tree.c's. */
struct kmem_cache *radix_tree_node_cachep;

void *kmem_cache_alloc_lru_noprof(struct kmem_cache *cache, struct list_lru *lru, gfp_t flags) {
  return stand_allocate(sizeof(struct xa_node));
}

void radix_tree_node_rcu_free(struct rcu_head *head) {}

size_t kmalloc_size_roundup(size_t size) {
  return size;
}

ktime_t ktime_get(void) {
  return 1;
}

void refcount_warn_saturate(refcount_t *count, enum refcount_saturation_type how) {
  stand_end("bug", "a reference count goes wrong");
}

int ___ratelimit(struct ratelimit_state *state, const char *what) {
  return 0;
}

/* What the driver logs is of no account here. */
void _dev_info(const struct device *dev, const char *format, ...) {}
void _dev_notice(const struct device *dev, const char *format, ...) {}
void _dev_warn(const struct device *dev, const char *format, ...) {}

int class_register(const struct class *class) {
  return 0;
}

void device_initialize(struct device *dev) {}

int dev_set_name(struct device *dev, const char *format, ...) {
  return 0;
}

int device_add(struct device *dev) {
  return 0;
}

void device_del(struct device *dev) {}

/* The driver's is the last reference of a vfio device; of others nothing is released. */
void put_device(struct device *dev) {
  if (dev->release) dev->release(dev);
}

bool device_iommu_capable(struct device *dev, enum iommu_cap capability) {
  return true;
}

/* The user's mappings of the BARs: the inode is that of a vfio device. */
void unmap_mapping_range(struct address_space *mapping, loff_t const begin, loff_t const length, int even_cows) {
  for (unsigned i = 0; i < device_count; i++)
    if (devices[i].vdev && devices[i].vdev->vdev.inode->i_mapping == mapping) STAND_TELL("zap", i);
}

vm_fault_t vmf_insert_pfn(struct vm_area_struct *vma, unsigned long address, unsigned long pfn) {
  return VM_FAULT_NOPAGE;
}
