/* Entries on buffers: fences, and what holders of descriptors do. */
#include <linux/dma-buf.h>
#include <linux/dma-fence.h>
#include <linux/dma-resv.h>

#include "buffers.h"
#include "call.h"
#include "glue.h"

static struct dma_fence *fences[MOST_FENCES];

static const char *name_of(struct dma_fence *fence) {
  return "stand";
}
static const struct dma_fence_ops fence_ops = {.get_driver_name = name_of, .get_timeline_name = name_of};

struct add_fence {
  struct dma_buf *buffer;
  stand_word fence, usage;
};

/* Each fence has a context of its own: none stands for another. */
static long add_fence(void *argument) {
  struct add_fence call = *(struct add_fence *)argument;
  struct dma_resv *resv = call.buffer->resv;
  struct dma_fence *fence = stand_allocate(sizeof *fence);
  spinlock_t *lock = stand_allocate(sizeof *lock);
  spin_lock_init(lock);
  dma_fence_init(fence, &fence_ops, lock, dma_fence_context_alloc(1), 1);
  dma_resv_lock(resv, NULL);
  int ret = dma_resv_reserve_fences(resv, 1);
  if (!ret) dma_resv_add_fence(resv, fence, (enum dma_resv_usage)call.usage);
  dma_resv_unlock(resv);
  fences[call.fence] = fence;
  return ret;
}

/* words: buffer, fence, usage. */
unsigned entry_add_fence(const stand_word *words, stand_word *results) {
  struct add_fence call = {buffers[buffers_index(words[0], MOST_BUFFERS)], buffers_index(words[1], MOST_FENCES),
                           words[2]};
  return call_run(add_fence, &call, results);
}

static long signal_fence(void *argument) {
  dma_fence_signal(argument);
  return 0;
}

/* words: fence. */
unsigned entry_signal(const stand_word *words, stand_word *results) {
  return call_run(signal_fence, fences[buffers_index(words[0], MOST_FENCES)], results);
}

static long mmap(void *argument) {
  struct dma_buf *buffer = argument;
  struct vm_area_struct area = {};
  return buffer->file->f_op->mmap(buffer->file, &area);
}

/* words: buffer. */
unsigned entry_mmap(const stand_word *words, stand_word *results) {
  return call_run(mmap, buffers[buffers_index(words[0], MOST_BUFFERS)], results);
}

static long release(void *argument) {
  dma_buf_put(argument);
  return 0;
}

unsigned entry_release(const stand_word *words, stand_word *results) {
  return call_run(release, buffers[buffers_index(words[0], MOST_BUFFERS)], results);
}
