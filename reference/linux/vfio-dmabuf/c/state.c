/* What can be seen of the kernel between calls: devices, buffers, who holds which lock. */
#include <linux/dma-buf.h>
#include <linux/dma-resv.h>
#include <linux/vfio_pci_core.h>

#include "buffers.h"
#include "device.h"
#include "files.h"
#include "glue.h"

/* What a buffer's exporter keeps of it ends well before this. */
enum { PRIVATE_BYTES = 512 };

/*
 * words of "device": number, 1 if open, power state, memory bit of the virtual COMMAND, 1 in low power, 1 if suspended,
 * 1 if its memory is locked, its references.
 */
static void tell_device(unsigned index) {
  const struct stand_device *device = &devices[index];
  const struct vfio_pci_core_device *vdev = device->vdev;
  if (!vdev) return;
  bool is_open = device->file;
  bool memory = is_open && vdev->vconfig && vdev->vconfig[PCI_COMMAND] & PCI_COMMAND_MEMORY;
  STAND_TELL("device", index, is_open, device->pdev.current_state, memory, vdev->pm_runtime_engaged,
             device->is_suspended, atomic_long_read(&vdev->memory_lock.owner) != 0,
             refcount_read(&vdev->vdev.refcount));
}

/* The exporter lists a buffer by a member of what it keeps of it. */
static bool is_listed(const struct dma_buf *buffer) {
  for (unsigned i = 0; i < device_count; i++) {
    const struct list_head *at;
    if (!devices[i].vdev) continue;
    list_for_each(at, &devices[i].vdev->dmabufs)
      if ((void *)at >= buffer->priv && (void *)at < buffer->priv + PRIVATE_BYTES) return true;
  }
  return false;
}

/*
 * words of "buffer": number, 1 if revoked, 1 if a device lists it, 1 if its reservation is locked, references of its
 * file, bytes.
 */
static void tell_buffer(unsigned index) {
  struct dma_buf *buffer = buffers[index];
  struct dma_buf_attachment *attachment;
  if (!file_ref_read(&buffer->file->f_ref)) {
    buffers[index] = NULL;
    return;
  }
  STAND_TELL("buffer", index, buffers_revoked(buffer), is_listed(buffer),
             atomic_long_read(&buffer->resv->lock.base.owner) != 0, file_ref_read(&buffer->file->f_ref), buffer->size);
  list_for_each_entry(attachment, &buffer->attachments, node)
    STAND_TELL("attachment", index, (struct stand_attachment *)attachment->importer_priv - attachments);
}

/* Result: 1 if the lock of the set is held. */
unsigned entry_state(const stand_word *words, stand_word *results) {
  for (unsigned i = 0; i < device_count; i++) tell_device(i);
  for (unsigned i = 0; i < MOST_BUFFERS; i++)
    if (buffers[i]) tell_buffer(i);
  results[0] = 0;
  for (unsigned i = 0; i < device_count; i++)
    if (devices[i].vdev) results[0] |= atomic_long_read(&devices[i].vdev->vdev.dev_set->lock.owner) != 0;
  return 1;
}
