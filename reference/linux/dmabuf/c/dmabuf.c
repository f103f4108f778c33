/* Entries of drivers/dma-buf/dma-buf-mapping.c, for the other end of the channel. */
#include <linux/dma-buf-mapping.h>
#include <linux/dma-buf.h>
#include <linux/dma-resv.h>
#include <linux/pci-p2pdma.h>
#include <linux/scatterlist.h>

#include "glue.h"

enum { MOST_RANGES = 4096 };

static struct phys_vec ranges[MOST_RANGES];
static size_t range_count;

/* One importer and one buffer will do: who they are is known at the other end. */
static struct device importer;
static struct dma_resv resv;
static struct dma_buf buffer = {.resv = &resv};
static struct dma_buf_attachment attachment = {.dmabuf = &buffer, .dev = &importer};
static struct p2pdma_provider provider;

/* words: physical address, bytes. The range is added to those of the next map. */
static unsigned append_range(const stand_word *words, stand_word *results) {
  if (range_count == MOST_RANGES) stand_end("missing", "room for so many ranges");
  ranges[range_count++] = (struct phys_vec){.paddr = words[0], .len = words[1]};
  return 0;
}

/* words: bus offset, size, direction. Results: 0 or the errno; the table; its nents and orig_nents. */
static unsigned map(const stand_word *words, stand_word *results) {
  provider.bus_offset = words[0];
  struct sg_table *table =
      dma_buf_phys_vec_to_sgt(&attachment, &provider, ranges, range_count, words[1], (enum dma_data_direction)words[2]);
  range_count = 0;
  if (IS_ERR(table)) {
    results[0] = (stand_word)PTR_ERR(table);
    return 1;
  }
  results[0] = 0;
  results[1] = (stand_word)table;
  results[2] = table->nents;
  results[3] = table->orig_nents;
  return 4;
}

/* words: table. Each entry for DMA is told: address, bytes, 1 if it has anything for the CPU. */
static unsigned entries(const stand_word *words, stand_word *results) {
  struct sg_table *table = (struct sg_table *)words[0];
  struct scatterlist *entry;
  int i;
  for_each_sgtable_dma_sg(table, entry, i) {
    bool has_page = sg_page(entry) || entry->offset || entry->length;
    STAND_TELL("entry", sg_dma_address(entry), sg_dma_len(entry), has_page);
  }
  return 0;
}

/* words: table, direction. */
static unsigned unmap(const stand_word *words, stand_word *results) {
  dma_buf_free_sgt(&attachment, (struct sg_table *)words[0], (enum dma_data_direction)words[1]);
  return 0;
}

const struct stand_entry stand_entries[] = {
    {"addRange", append_range}, {"map", map}, {"entries", entries}, {"unmap", unmap}, {0, 0},
};
