/*
 * What lies below dma-buf-mapping.c: the map type of pci/p2pdma.c and the DMA API. Each call is put to the other end,
 * with the attributes that it was given.
 */
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/pci-p2pdma.h>
#include <linux/slab.h>

#include "glue.h"

enum pci_p2pdma_map_type pci_p2pdma_map_type(struct p2pdma_provider *provider, struct device *dev) {
  return (enum pci_p2pdma_map_type)STAND_ASK("mapType", 0);
}

/* The answer: 1 and the address, or 0. Where there is none the state is as it was made, all zero. */
bool dma_iova_try_alloc(struct device *dev, struct dma_iova_state *state, phys_addr_t phys, size_t size) {
  stand_word answer[STAND_MOST_WORDS] = {0};
  memset(state, 0, sizeof *state);
  if (!stand_ask("reserve", 2, (stand_word[]){phys, size}, answer)) return false;
  state->addr = answer[1];
  state->__size = size;
  return true;
}

void dma_iova_free(struct device *dev, struct dma_iova_state *state) {
  STAND_TELL("destroy", state->addr, 0, DMA_NONE, 0);
}

int dma_iova_link(struct device *dev, struct dma_iova_state *state, phys_addr_t phys, size_t offset, size_t size,
                  enum dma_data_direction dir, unsigned long attrs) {
  return (int)STAND_ASK("link", state->addr, phys, offset, size, dir, attrs);
}

int dma_iova_sync(struct device *dev, struct dma_iova_state *state, size_t offset, size_t size) {
  return (int)STAND_ASK("sync", state->addr, offset, size);
}

void dma_iova_destroy(struct device *dev, struct dma_iova_state *state, size_t mapped_len, enum dma_data_direction dir,
                      unsigned long attrs) {
  STAND_TELL("destroy", state->addr, mapped_len, dir, attrs);
}

/* The answer: 1 and the address, or 0. */
dma_addr_t dma_map_phys(struct device *dev, phys_addr_t phys, size_t size, enum dma_data_direction dir,
                        unsigned long attrs) {
  stand_word answer[STAND_MOST_WORDS] = {0};
  return stand_ask("mapPhys", 4, (stand_word[]){phys, size, dir, attrs}, answer) ? answer[1] : DMA_MAPPING_ERROR;
}

void dma_unmap_phys(struct device *dev, dma_addr_t addr, size_t size, enum dma_data_direction dir,
                    unsigned long attrs) {
  STAND_TELL("unmapPhys", addr, size, dir, attrs);
}
