/* Calls that may wait: each runs on a stack of its own, and gives the CPU back while it waits. */
#ifndef TASK_H
#define TASK_H

#include <linux/types.h>

#include "device.h"

/* What a task waits for: a fence of a buffer, a completion, or a lock that another task holds. */
enum task_wait { WAITS_NOT, WAITS_FENCE, WAITS_COMPLETION, WAITS_LOCK };

struct task {
  struct task_struct *kernel;
  void *stack_pointer;
  long (*body)(void *argument);
  void *argument;
  bool is_over;
  long value;
  enum task_wait wait;
  /* The completion, or the lock's owner field. */
  const void *on;
  /* Woken since it began to wait. */
  bool is_woken;
  /* What its call meets, whenever it comes there. */
  struct device_faults faults;
  struct task *next;
};

/* The task that runs; null outside of any. */
extern struct task *task_now;

/* Begins `body`; comes back when it is over or waits. */
struct task *task_begin(long (*body)(void *argument), void *argument);
/* Lets a task go on that waits, if what it waits for is there. */
void task_go_on(struct task *task);
/* Gives a task up where it waits: what it has done so far stays. */
void task_abandon(struct task *task);
/* The task that waits at this completion; null: none. */
struct task *task_of(const struct task_struct *kernel);

/* For the kernel's primitives: returns when there is reason to look again. */
void task_wait(enum task_wait wait, const void *on);

#endif
