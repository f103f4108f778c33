/* Entries on a device: what its user, its driver's unbinding and runtime power management do to it. */
#include <linux/pm_runtime.h>
#include <linux/vfio.h>
#include <linux/vfio_pci_core.h>
#include "../drivers/vfio/vfio.h"

#include "buffers.h"
#include "call.h"
#include "device.h"
#include "glue.h"

/* Static in the kernel; made global in its symbol table. */
extern const struct vm_operations_struct vfio_pci_mmap_ops;
extern struct pci_driver vfio_pci_driver;

/* As group.c opens a device for its user, but for the group's own lock. */
static long open(void *argument) {
  struct stand_device *device = argument;
  struct vfio_device *vfio = &device->vdev->vdev;
  if (!vfio_device_try_get_registration(vfio)) return -ENODEV;
  struct vfio_device_file *df = vfio_allocate_device_file(vfio);
  if (IS_ERR(df)) return PTR_ERR(df);
  static struct vfio_group group;
  df->group = &group;
  mutex_lock(&vfio->dev_set->lock);
  int ret = vfio_df_open(df);
  mutex_unlock(&vfio->dev_set->lock);
  if (ret) return ret;
  df->access_granted = true;
  device->file = stand_allocate(sizeof *device->file);
  device->file->f_op = &vfio_device_fops;
  device->file->private_data = df;
  return 0;
}

/* words: device. */
unsigned entry_open(const stand_word *words, stand_word *results) {
  return call_run(open, device_at(words[0]), results);
}

static long close(void *argument) {
  struct stand_device *device = argument;
  struct file *file = device->file;
  file->f_op->release(NULL, file);
  device->file = NULL;
  return 0;
}

unsigned entry_close(const stand_word *words, stand_word *results) {
  return call_run(close, device_at(words[0]), results);
}

static long unbind(void *argument) {
  struct stand_device *device = argument;
  vfio_pci_driver.remove(&device->pdev);
  device->vdev = NULL;
  return 0;
}

unsigned entry_remove(const stand_word *words, stand_word *results) {
  return call_run(unbind, device_at(words[0]), results);
}

/* As the PCI core suspends a device that nobody uses; the state that it puts it in is not looked at. */
static long suspend(void *argument) {
  struct stand_device *device = argument;
  struct device *dev = &device->pdev.dev;
  if (device->is_suspended || atomic_read(&dev->power.usage_count)) return -EAGAIN;
  int ret = dev->driver->pm->runtime_suspend(dev);
  device->is_suspended = !ret;
  return ret;
}

unsigned entry_suspend(const stand_word *words, stand_word *results) {
  return call_run(suspend, device_at(words[0]), results);
}

static long wakeup(void *argument) {
  int ret = pm_runtime_resume(&((struct stand_device *)argument)->pdev.dev);
  return ret < 0 ? ret : 0;
}

unsigned entry_wakeup(const stand_word *words, stand_word *results) {
  return call_run(wakeup, device_at(words[0]), results);
}

/* A fault in a mapping of BAR0 that was made earlier. */
static long touch(void *argument) {
  struct vm_area_struct area = {.vm_private_data = ((struct stand_device *)argument)->vdev};
  struct vm_fault fault = {.vma = &area};
  return vfio_pci_mmap_ops.fault(&fault) == VM_FAULT_NOPAGE ? 0 : -EFAULT;
}

unsigned entry_touch(const stand_word *words, stand_word *results) {
  return call_run(touch, device_at(words[0]), results);
}
