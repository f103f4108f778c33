/* Entries on buffers: what importers do. Tables are built and freed at the other end. */
#include <linux/dma-buf-mapping.h>
#include <linux/dma-buf.h>
#include <linux/dma-resv.h>
#include <linux/vfio_pci_core.h>

#include "buffers.h"
#include "call.h"
#include "glue.h"

struct dma_buf *buffers[MOST_BUFFERS];
struct stand_attachment attachments[MOST_ATTACHMENTS];
struct stand_mapping mappings[MOST_MAPPINGS];

/* One device imports for all: who they are is known at the other end. */
static struct device importer;
/* Whose table is built. */
static struct stand_mapping *mapping_now;

stand_word buffers_index(stand_word number, stand_word most) {
  if (number >= most) stand_end("missing", "room for so many buffers, attachments, mappings or fences");
  return number;
}

/* iommufd's question is the one that can be asked at any time. */
bool buffers_revoked(struct dma_buf *buffer) {
  struct dma_buf_attachment attachment = {.dmabuf = buffer};
  struct phys_vec phys;
  return vfio_pci_dma_buf_iommufd_map(&attachment, &phys) == -ENODEV;
}

/* ---- dma-buf-mapping.c ---- */

struct sg_table *dma_buf_phys_vec_to_sgt(struct dma_buf_attachment *attachment, struct p2pdma_provider *provider,
                                         struct phys_vec *phys, size_t count, size_t size,
                                         enum dma_data_direction direction) {
  for (size_t i = 0; i < count; i++) STAND_TELL("phys", phys[i].paddr, phys[i].len);
  int ret = (int)STAND_ASK("buildTable", mapping_now - mappings, size, direction);
  return ret ? ERR_PTR(ret) : &mapping_now->storage;
}

void dma_buf_free_sgt(struct dma_buf_attachment *attachment, struct sg_table *table,
                      enum dma_data_direction direction) {
  STAND_TELL("freeTable", container_of(table, struct stand_mapping, storage) - mappings, direction);
}

/* ---- Attachments and mappings ---- */

static void unmap_one(struct stand_mapping *mapping) {
  struct sg_table *table = mapping->table;
  mapping->table = NULL;
  dma_buf_unmap_attachment(mapping->of->attachment, table, mapping->direction);
}

static void invalidate(struct dma_buf_attachment *attachment) {
  struct stand_attachment *of = attachment->importer_priv;
  STAND_TELL("invalidate", of - attachments, buffers_revoked(attachment->dmabuf));
  for (unsigned i = 0; of->unmaps && i < MOST_MAPPINGS; i++)
    if (mappings[i].table && mappings[i].of == of) unmap_one(&mappings[i]);
}

enum { IMPORTER_STATIC, IMPORTER_PINNED, IMPORTER_REVOCABLE };
static const struct dma_buf_attach_ops pinned = {.allow_peer2peer = true};
static const struct dma_buf_attach_ops revocable = {.allow_peer2peer = true, .invalidate_mappings = invalidate};

struct attach {
  struct dma_buf *buffer;
  struct stand_attachment *attachment;
  stand_word kind;
};

static long attach(void *argument) {
  struct attach call = *(struct attach *)argument;
  const struct dma_buf_attach_ops *ops =
      call.kind == IMPORTER_REVOCABLE ? &revocable : call.kind == IMPORTER_PINNED ? &pinned : NULL;
  struct dma_buf_attachment *attachment =
      dma_buf_dynamic_attach(call.buffer, &importer, ops, call.attachment);
  if (IS_ERR(attachment)) return PTR_ERR(attachment);
  /* An importer holds the buffer that it is attached to. */
  get_dma_buf(call.buffer);
  call.attachment->attachment = attachment;
  return 0;
}

/* words: buffer, attachment, kind of importer as above, 1 if its callback unmaps. */
unsigned entry_attach(const stand_word *words, stand_word *results) {
  struct stand_attachment *attachment = &attachments[buffers_index(words[1], MOST_ATTACHMENTS)];
  struct attach call = {buffers[buffers_index(words[0], MOST_BUFFERS)], attachment, words[2]};
  attachment->unmaps = words[3];
  return call_run(attach, &call, results);
}

static long detach(void *argument) {
  struct stand_attachment *attachment = argument;
  struct dma_buf *buffer = attachment->attachment->dmabuf;
  dma_buf_detach(buffer, attachment->attachment);
  attachment->attachment = NULL;
  dma_buf_put(buffer);
  return 0;
}

static struct stand_attachment *attachment_at(stand_word number) {
  return &attachments[buffers_index(number, MOST_ATTACHMENTS)];
}

/* words: attachment. */
unsigned entry_detach(const stand_word *words, stand_word *results) {
  return call_run(detach, attachment_at(words[0]), results);
}

static long pin(void *argument) {
  struct dma_buf_attachment *attachment = ((struct stand_attachment *)argument)->attachment;
  dma_resv_lock(attachment->dmabuf->resv, NULL);
  int ret = dma_buf_pin(attachment);
  dma_resv_unlock(attachment->dmabuf->resv);
  return ret;
}

unsigned entry_pin(const stand_word *words, stand_word *results) {
  return call_run(pin, attachment_at(words[0]), results);
}

static long unpin(void *argument) {
  struct dma_buf_attachment *attachment = ((struct stand_attachment *)argument)->attachment;
  dma_resv_lock(attachment->dmabuf->resv, NULL);
  dma_buf_unpin(attachment);
  dma_resv_unlock(attachment->dmabuf->resv);
  return 0;
}

unsigned entry_unpin(const stand_word *words, stand_word *results) {
  return call_run(unpin, attachment_at(words[0]), results);
}

static long map(void *argument) {
  struct stand_mapping *mapping = mapping_now = argument;
  struct sg_table *table = dma_buf_map_attachment_unlocked(mapping->of->attachment, mapping->direction);
  if (IS_ERR(table)) return PTR_ERR(table);
  mapping->table = table;
  return 0;
}

/* words: attachment, mapping, direction. */
unsigned entry_map(const stand_word *words, stand_word *results) {
  struct stand_mapping *mapping = &mappings[buffers_index(words[1], MOST_MAPPINGS)];
  mapping->of = attachment_at(words[0]);
  mapping->direction = (enum dma_data_direction)words[2];
  return call_run(map, mapping, results);
}

static long unmap(void *argument) {
  struct stand_mapping *mapping = argument;
  struct dma_resv *resv = mapping->of->attachment->dmabuf->resv;
  dma_resv_lock(resv, NULL);
  unmap_one(mapping);
  dma_resv_unlock(resv);
  return 0;
}

/* words: mapping. */
unsigned entry_unmap(const stand_word *words, stand_word *results) {
  return call_run(unmap, &mappings[buffers_index(words[0], MOST_MAPPINGS)], results);
}

/* words: attachment. Results: 0 or the errno, and the one range that iommufd is told. */
unsigned entry_phys(const stand_word *words, stand_word *results) {
  struct phys_vec phys = {};
  results[0] = (stand_word)(long)vfio_pci_dma_buf_iommufd_map(attachment_at(words[0])->attachment, &phys);
  results[1] = phys.paddr;
  results[2] = phys.len;
  return 3;
}
