/* What importers and holders of descriptors have: buffers, attachments, mappings, by numbers of the other end's. */
#ifndef BUFFERS_H
#define BUFFERS_H

#include <linux/dma-buf.h>
#include <linux/dma-fence.h>
#include <linux/scatterlist.h>

#include "../../kbuild/c/stand.h"

enum { MOST_BUFFERS = 256, MOST_ATTACHMENTS = 512, MOST_MAPPINGS = 512, MOST_FENCES = 256 };

struct stand_attachment {
  /* Null: there is none (any more). */
  struct dma_buf_attachment *attachment;
  /* Its callback unmaps its live mappings. */
  bool unmaps;
};

struct stand_mapping {
  struct stand_attachment *of;
  /* Null: it is not live. */
  struct sg_table *table;
  enum dma_data_direction direction;
  struct sg_table storage;
};

/* Null: it was released, or never there. */
extern struct dma_buf *buffers[MOST_BUFFERS];
extern struct stand_attachment attachments[MOST_ATTACHMENTS];
extern struct stand_mapping mappings[MOST_MAPPINGS];

/* The trace ends where a number is out of bounds. */
stand_word buffers_index(stand_word number, stand_word most);
/* What the exporter says of a buffer now: 1 for revoked. */
bool buffers_revoked(struct dma_buf *buffer);

/* Entries: boot.c, device.c, trigger.c, export.c, importer.c, holders.c, call.c, state.c. */
typedef unsigned entry_run(const stand_word *words, stand_word *results);
entry_run entry_add_device, entry_add_bar, entry_start, entry_faults, entry_export_faults, entry_range, entry_export;
entry_run entry_open, entry_close, entry_remove, entry_reset, entry_hot_reset, entry_config, entry_low_power;
entry_run entry_suspend, entry_wakeup, entry_touch, entry_go_on;
entry_run entry_attach, entry_detach, entry_pin, entry_unpin, entry_map, entry_unmap, entry_add_fence, entry_signal;
entry_run entry_mmap, entry_release, entry_phys;
entry_run entry_state;

#endif
