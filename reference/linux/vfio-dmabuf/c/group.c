/*
 * What vfio_main.c and vfio_pci_core.c find in files that are not on the stand: groups and containers (vfio/group.c),
 * interrupts (vfio_pci_intrs.c, virqfd.c), event descriptors. One group has all devices; it is open, and has an IOMMU.
 */
#include <linux/eventfd.h>
#include <linux/file.h>
#include <linux/mutex.h>
#include "../drivers/vfio/vfio.h"
#include "../drivers/vfio/pci/vfio_pci_priv.h"

#include "glue.h"
#include "device.h"
#include "group.h"

int vfio_group_init(void) {
  return 0;
}

int vfio_virqfd_init(void) {
  return 0;
}

int vfio_device_set_group(struct vfio_device *device, enum vfio_group_type type) {
  return 0;
}

void vfio_device_remove_group(struct vfio_device *device) {}
void vfio_device_group_register(struct vfio_device *device) {}
void vfio_device_group_unregister(struct vfio_device *device) {}

int vfio_device_group_use_iommu(struct vfio_device *device) {
  return 0;
}

void vfio_device_group_unuse_iommu(struct vfio_device *device) {}

/* As in group.c, but for the group's own lock. */
void vfio_df_group_close(struct vfio_device_file *df) {
  mutex_lock(&df->device->dev_set->lock);
  vfio_df_close(df);
  mutex_unlock(&df->device->dev_set->lock);
}

static struct file group_file;

struct file *fget(unsigned int fd) {
  if (fd != GROUP_FD) return NULL;
  file_ref_init(&group_file.f_ref, 2);
  return &group_file;
}

bool vfio_file_is_group(struct file *file) {
  return file == &group_file;
}

bool vfio_file_has_dev(struct file *file, struct vfio_device *device) {
  return device != faults.foreign;
}

/* No interrupt was set up. */
int vfio_pci_set_irqs_ioctl(struct vfio_pci_core_device *vdev, uint32_t flags, unsigned index, unsigned start,
                            unsigned count, void *data) {
  return 0;
}

bool vfio_pci_intx_mask(struct vfio_pci_core_device *vdev) {
  return false;
}

void vfio_pci_intx_unmask(struct vfio_pci_core_device *vdev) {}

struct eventfd_ctx *eventfd_ctx_fdget(int fd) {
  static char context;
  if (fd == CLOSED_FD) return ERR_PTR(-EBADF);
  return fd == EVENT_FD ? (struct eventfd_ctx *)&context : ERR_PTR(-EINVAL);
}

void eventfd_ctx_put(struct eventfd_ctx *context) {}
void eventfd_signal_mask(struct eventfd_ctx *context, __poll_t mask) {}
