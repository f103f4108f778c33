/* What dma-iommu.c and iova.c need of the kernel around them, on a machine with one CPU and nobody else on it. */
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/swiotlb.h>
#include <linux/workqueue.h>

#include "glue.h"

struct cpumask __cpu_possible_mask = {.bits = {1}};
unsigned long __per_cpu_offset[NR_CPUS];
unsigned long this_cpu_off;
unsigned long volatile jiffies;
struct workqueue_struct *system_percpu_wq;
const struct bus_type pci_bus_type;

/* The device may do DMA everywhere: nothing bounces. */
bool is_swiotlb_active(struct device *dev) {
  return false;
}

/* What is freed is not used again: a trace is short. */
struct kmem_cache {
  unsigned int size;
};

struct kmem_cache *__kmem_cache_create_args(const char *name, unsigned int size, struct kmem_cache_args *args,
                                            slab_flags_t flags) {
  struct kmem_cache *cache = stand_allocate(sizeof *cache);
  cache->size = size;
  return cache;
}

void *kmem_cache_alloc_noprof(struct kmem_cache *cache, gfp_t flags) {
  return stand_allocate(cache->size);
}

void kmem_cache_free(struct kmem_cache *cache, void *at) {}

void __percpu *pcpu_alloc_noprof(size_t size, size_t align, bool reserved, gfp_t flags) {
  return (void __percpu *)stand_allocate(size);
}

/* No CPU goes, and no work that was put off comes to run. */
int __cpuhp_setup_state(enum cpuhp_state state, const char *name, bool invoke, int (*startup)(unsigned int),
                        int (*teardown)(unsigned int), bool multi) {
  return 0;
}

int __cpuhp_state_add_instance(enum cpuhp_state state, struct hlist_node *node, bool invoke) {
  return 0;
}

void timer_init_key(struct timer_list *timer, void (*run)(struct timer_list *), unsigned int flags, const char *name,
                    struct lock_class_key *key) {}
void delayed_work_timer_fn(struct timer_list *timer) {}

void mutex_lock(struct mutex *lock) {}
void mutex_unlock(struct mutex *lock) {}

unsigned long __lockfunc _raw_spin_lock_irqsave(raw_spinlock_t *lock) {
  _raw_spin_lock(lock);
  return 0;
}

void __lockfunc _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags) {
  _raw_spin_unlock(lock);
}
