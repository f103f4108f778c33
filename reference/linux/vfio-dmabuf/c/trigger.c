/* Entries of a device's user: what resets it, writes its config space, or puts it in low power. */
#include <linux/vfio.h>
#include <linux/vfio_pci_core.h>

#include "buffers.h"
#include "call.h"
#include "device.h"
#include "files.h"
#include "glue.h"
#include "group.h"

/*
 * Of the next call. words: errno of runtime resumes, and how many succeed before; errnos of config reads, config
 * writes, writes of the power state, function resets, the bus reset.
 */
unsigned entry_faults(const stand_word *words, stand_word *results) {
  faults = (struct device_faults){
      .resume = (int)words[0],
      .resumes_before = words[1],
      .config_read = (int)words[2],
      .config_write = (int)words[3],
      .power = (int)words[4],
      .function_reset = (int)words[5],
      .bus_reset = (int)words[6],
  };
  return 0;
}

static long ioctl(struct stand_device *device, unsigned command, unsigned long argument) {
  return device->file->f_op->unlocked_ioctl(device->file, command, argument);
}

static long reset(void *argument) {
  return ioctl(argument, VFIO_DEVICE_RESET, 0);
}

unsigned entry_reset(const stand_word *words, stand_word *results) {
  return call_run(reset, device_at(words[0]), results);
}

static long hot_reset(void *argument) {
  struct vfio_pci_hot_reset *request = (void *)user_memory;
  request->argsz = sizeof *request + sizeof request->group_fds[0];
  request->flags = 0;
  request->count = 1;
  request->group_fds[0] = GROUP_FD;
  user_readable = USER_BYTES;
  return ioctl(argument, VFIO_DEVICE_PCI_HOT_RESET, (unsigned long)user_memory);
}

/* words: device, 1 if there is no set that can be reset, the foreign device, the contended one; eight for none. */
unsigned entry_hot_reset(const stand_word *words, stand_word *results) {
  faults.no_set = words[1];
  if (words[2] < device_count && devices[words[2]].vdev) faults.foreign = &devices[words[2]].vdev->vdev;
  if (words[3] < device_count && devices[words[3]].vdev) faults.contended = &devices[words[3]].vdev->memory_lock;
  return call_run(hot_reset, device_at(words[0]), results);
}

struct config_write {
  struct stand_device *device;
  stand_word where, bytes, value;
};

static long write_config(void *argument) {
  struct config_write write = *(struct config_write *)argument;
  loff_t position = VFIO_PCI_INDEX_TO_OFFSET(VFIO_PCI_CONFIG_REGION_INDEX) + write.where;
  memcpy(user_memory, &write.value, write.bytes);
  user_readable = write.bytes;
  struct file *file = write.device->file;
  long ret = file->f_op->write(file, (const char __user *)user_memory, write.bytes, &position);
  return ret == (long)write.bytes ? 0 : ret;
}

/* words: device, register, bytes, value. */
unsigned entry_config(const stand_word *words, stand_word *results) {
  struct config_write write = {device_at(words[0]), words[1], words[2], words[3]};
  return call_run(write_config, &write, results);
}

struct low_power {
  struct stand_device *device;
  stand_word feature, bytes, fd, is_readable;
};

static long low_power(void *argument) {
  struct low_power call = *(struct low_power *)argument;
  struct vfio_device_feature *request = (void *)user_memory;
  struct vfio_device_low_power_entry_with_wakeup *payload = (void *)request->data;
  request->argsz = sizeof *request + call.bytes;
  request->flags = call.feature | VFIO_DEVICE_FEATURE_SET;
  payload->wakeup_eventfd = (s32)call.fd;
  user_readable = sizeof *request + (call.is_readable ? call.bytes : 0);
  return ioctl(call.device, VFIO_DEVICE_FEATURE, (unsigned long)user_memory);
}

/* words: device, feature, bytes of the payload, event descriptor, 1 if the payload can be read. */
unsigned entry_low_power(const stand_word *words, stand_word *results) {
  struct low_power call = {device_at(words[0]), words[1], words[2], words[3], words[4]};
  return call_run(low_power, &call, results);
}
