/* Calls: each is a task. Where it comes to a lock that a waiting one holds it is given up, as if it was not made. */
#include <linux/dma-buf.h>
#include <linux/dma-resv.h>
#include <linux/vfio_pci_core.h>

#include "buffers.h"
#include "call.h"
#include "device.h"
#include "task.h"

/* How a call stands, and whose fences, mappings or registrations it waits for. */
enum { CALL_OVER, CALL_WAITS_FENCES, CALL_WAITS_MAPPINGS, CALL_WAITS_REGISTRATIONS, CALL_NEEDS_LOCK };

/* An object of the exporter's that an address lies in: it ends well before this. */
enum { PRIVATE_BYTES = 512 };

static void waits_for_completion(const void *at, stand_word *results) {
  for (unsigned i = 0; i < device_count; i++)
    if (devices[i].vdev && at == &devices[i].vdev->vdev.comp) {
      results[0] = CALL_WAITS_REGISTRATIONS;
      results[3] = i;
      return;
    }
  for (unsigned i = 0; i < MOST_BUFFERS; i++)
    if (buffers[i] && at >= buffers[i]->priv && at < buffers[i]->priv + PRIVATE_BYTES) {
      results[0] = CALL_WAITS_MAPPINGS;
      results[3] = i;
      return;
    }
  stand_end("hung", "a completion that nobody knows");
}

/* Who waits for fences holds the reservation lock of the buffer. */
static void waits_for_fences(const struct task *task, stand_word *results) {
  for (unsigned i = 0; i < MOST_BUFFERS; i++)
    if (buffers[i] && atomic_long_read(&buffers[i]->resv->lock.base.owner) == (long)task) {
      results[0] = CALL_WAITS_FENCES;
      results[3] = i;
      return;
    }
  stand_end("hung", "a fence of a buffer that nobody knows");
}

/* Results: how it stands, its value where it is over, the task, and the buffer or device of the wait. */
static unsigned report(const struct task *task, stand_word *results) {
  results[1] = (stand_word)task->value;
  results[2] = (stand_word)task;
  results[3] = 0;
  if (task->is_over) results[0] = CALL_OVER;
  else if (task->wait == WAITS_LOCK) results[0] = CALL_NEEDS_LOCK;
  else if (task->wait == WAITS_COMPLETION) waits_for_completion(task->on, results);
  else waits_for_fences(task, results);
  return 4;
}

/* Counts that a call has raised when it is given up. */
struct counts {
  int usage;
  int registrations;
};

static void count(struct counts *counts, bool restore) {
  for (unsigned i = 0; i < device_count; i++, counts++) {
    struct stand_device *device = &devices[i];
    if (restore) atomic_set(&device->pdev.dev.power.usage_count, counts->usage);
    else counts->usage = atomic_read(&device->pdev.dev.power.usage_count);
    if (!device->vdev) continue;
    if (restore) refcount_set(&device->vdev->vdev.refcount, counts->registrations);
    else counts->registrations = refcount_read(&device->vdev->vdev.refcount);
  }
}

/* A close has the lock of its set when it comes to the memory lock; it has done nothing else by then. */
static void give_back_set(const struct task *task) {
  for (unsigned i = 0; i < device_count; i++) {
    if (!devices[i].vdev) continue;
    atomic_long_t *owner = &devices[i].vdev->vdev.dev_set->lock.owner;
    if (atomic_long_read(owner) == (long)task) atomic_long_set(owner, 0);
  }
}

unsigned call_run(long (*body)(void *argument), void *argument, stand_word *results) {
  struct counts before[MOST_DEVICES];
  count(before, false);
  struct task *task = task_begin(body, argument);
  unsigned words = report(task, results);
  if (results[0] != CALL_NEEDS_LOCK) return words;
  task_abandon(task);
  give_back_set(task);
  count(before, true);
  return words;
}

/* words: task. */
unsigned entry_go_on(const stand_word *words, stand_word *results) {
  struct task *task = (struct task *)words[0];
  task_go_on(task);
  return report(task, results);
}
