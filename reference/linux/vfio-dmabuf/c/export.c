/* The export of a BAR: VFIO_DEVICE_FEATURE with the number of dma-buf. */
#include <linux/vfio.h>
#include <linux/vfio_pci_core.h>
#include "../drivers/vfio/vfio.h"

#include "buffers.h"
#include "call.h"
#include "device.h"
#include "files.h"
#include "glue.h"

enum { READABLE_ALL, READABLE_NOT, READABLE_HEADER, READABLE_PAYLOAD };

static struct {
  struct vfio_device_feature header;
  struct vfio_device_feature_dma_buf payload;
} *const request = (void *)user_memory;

static stand_word range_count;
static bool is_unregistered;

/*
 * Of the next export. words: 1 if the copy of the ranges finds no memory, 1 if the registration is gone, errno of the
 * buffer's file, errno of its descriptor.
 */
unsigned entry_export_faults(const stand_word *words, stand_word *results) {
  user_copy_fails = words[0];
  is_unregistered = words[1];
  files_refuse_file = (int)words[2];
  files_refuse_fd = (int)words[3];
  return 0;
}

/* words: offset, bytes. The range is added to those of the next export. */
unsigned entry_range(const stand_word *words, stand_word *results) {
  struct vfio_region_dma_range *range = &request->payload.dma_ranges[range_count++];
  if ((char *)(range + 1) > user_memory + USER_BYTES) stand_end("missing", "room for so many ranges");
  *range = (struct vfio_region_dma_range){words[0], words[1]};
  return 0;
}

static stand_word readable(stand_word what) {
  switch (what) {
    case READABLE_NOT:
      return 0;
    case READABLE_HEADER:
      return sizeof request->header;
    case READABLE_PAYLOAD:
      return sizeof *request;
    default:
      return USER_BYTES;
  }
}

struct export {
  struct stand_device *device;
  stand_word buffer;
};

static long run(void *argument) {
  struct export export = *(struct export *)argument;
  struct vfio_device *vfio = &export.device->vdev->vdev;
  /* A device that is not open has a file without access to it. */
  struct vfio_device_file unopened = {.device = vfio};
  struct file file = {.f_op = &vfio_device_fops, .private_data = &unopened};
  struct file *used = export.device->file ?: &file;
  int registrations = refcount_read(&vfio->refcount);
  if (is_unregistered) refcount_set(&vfio->refcount, 0);
  files_installed = NULL;
  long ret = used->f_op->unlocked_ioctl(used, VFIO_DEVICE_FEATURE, (unsigned long)user_memory);
  if (is_unregistered) refcount_set(&vfio->refcount, registrations);
  if (files_installed) buffers[export.buffer] = files_installed->private_data;
  return ret < 0 ? ret : 0;
}

/* words: device, number of the buffer, argsz, flags, region, open flags, flags of the payload, what is readable. */
unsigned entry_export(const stand_word *words, stand_word *results) {
  struct export export = {device_at(words[0]), buffers_index(words[1], MOST_BUFFERS)};
  request->header.argsz = words[2];
  request->header.flags = words[3];
  request->payload.region_index = words[4];
  request->payload.open_flags = words[5];
  request->payload.flags = words[6];
  request->payload.nr_ranges = range_count;
  user_readable = readable(words[7]);
  unsigned count = call_run(run, &export, results);
  range_count = 0;
  user_copy_fails = is_unregistered = false;
  files_refuse_file = files_refuse_fd = 0;
  return count;
}
