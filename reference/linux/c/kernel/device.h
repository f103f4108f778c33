/* SPDX-License-Identifier: MIT */
/* What the IOMMU headers mention of devices, user copies and tracing, and the two things used: sg lists, dirty bitmaps. */
#ifndef STAND_KERNEL_DEVICE_H
#define STAND_KERNEL_DEVICE_H

#include "types.h"
#include "list.h"
#include "atomic.h"
#include "bug.h"

struct dev_iommu;
struct device {
	struct dev_iommu *iommu;
};
static inline void *dev_get_drvdata(const struct device *dev)
{
	(void)dev;
	return NULL;
}

struct rcu_head { void *next; };
struct work_struct { int unused; };
struct notifier_block { int unused; };
struct fwnode_handle;
struct of_phandle_args;
struct attribute_group;
struct module;
struct mm_struct;
struct xarray { int unused; };
struct llist_head { int unused; };
struct llist_node { int unused; };
struct mmu_notifier { int unused; };
struct iommufd_viommu { int unused; };
struct iommufd_vdevice { int unused; };
struct iommufd_hw_queue { int unused; };
struct ratelimit_state { int unused; };
struct msi_msg { int unused; };
struct pci_bus { unsigned char number; };
struct pci_dev {
	struct pci_bus *bus;
	u16 vendor, device;
	u8 devfn;
};
#define PCI_VENDOR_ID_ATI 0x1002
#define PCI_DEVICE_ID_RD890_IOMMU 0x5a23
#define PCI_DEVID(bus, devfn) ((u16)((bus) << 8 | (devfn)))
#define pci_domain_nr(bus) ((void)(bus), 0)
#define pci_dev_id(pdev) PCI_DEVID((pdev)->bus->number, (pdev)->devfn)

/* User copies of nested domains: nothing on the stand calls them. */
static inline int copy_struct_from_user(void *to, size_t size, const void *from, size_t usize)
{
	(void)to, (void)size, (void)from, (void)usize;
	return -EFAULT;
}
#define copy_struct_to_user(to, usize, from, size, ignored) copy_struct_from_user(to, usize, from, size)
static inline unsigned long copy_from_user(void *to, const void *from, size_t n)
{
	(void)to, (void)from;
	return n;
}

/* One scatter-gather element. Its length is 64 bits wide, so that every segment of a trace can be expressed. */
struct scatterlist {
	phys_addr_t phys;
	size_t length;
};
struct sg_table {
	struct scatterlist *sgl;
	unsigned int nents, orig_nents;
};
#define sg_phys(sg) ((sg)->phys)
#define sg_next(sg) ((sg) + 1)
#define sg_dma_is_bus_address(sg) ((void)(sg), false)

/* Every dirty interval that the code reports is an event. */
struct iova_bitmap { int unused; };
static inline void iova_bitmap_set(struct iova_bitmap *bitmap, unsigned long iova, size_t length)
{
	(void)bitmap;
	stand_event(STAND_EV_DIRTY, 0, iova, iova + length - 1);
}

#define trace_map(...) ((void)0)
#define trace_unmap(...) ((void)0)

#endif
