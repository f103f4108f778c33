/* Locks, completions and sleep, for tasks that take turns. */
#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/swait.h>
#include <linux/wait.h>
#include <linux/ww_mutex.h>

#include "glue.h"
#include "task.h"

/* Nothing that waits with a time-out runs out of it. */
unsigned long volatile jiffies;

/* The owner is the task, or 1 outside of any. */
static long self(void) {
  return task_now ? (long)task_now : 1;
}

static void lock_for(atomic_long_t *owner) {
  if (atomic_long_read(owner) == self()) stand_end("hung", "a lock is taken by its holder");
  while (atomic_long_read(owner)) task_wait(WAITS_LOCK, owner);
  atomic_long_set(owner, self());
}

static void unlock(atomic_long_t *owner) {
  if (atomic_long_read(owner) != self()) stand_end("fault", "a lock is given back by who does not hold it");
  atomic_long_set(owner, 0);
}

void mutex_init_generic(struct mutex *lock) {
  atomic_long_set(&lock->owner, 0);
}

void mutex_lock(struct mutex *lock) {
  lock_for(&lock->owner);
}

void mutex_unlock(struct mutex *lock) {
  unlock(&lock->owner);
}

int ww_mutex_lock(struct ww_mutex *lock, struct ww_acquire_ctx *context) {
  lock_for(&lock->base.owner);
  return 0;
}

void ww_mutex_unlock(struct ww_mutex *lock) {
  unlock(&lock->base.owner);
}

void __init_rwsem(struct rw_semaphore *lock, const char *name, struct lock_class_key *key) {
  atomic_long_set(&lock->owner, 0);
}

void down_write(struct rw_semaphore *lock) {
  lock_for(&lock->owner);
}

int down_write_trylock(struct rw_semaphore *lock) {
  if (lock == faults.contended || atomic_long_read(&lock->owner)) return 0;
  lock_for(&lock->owner);
  return 1;
}

void up_write(struct rw_semaphore *lock) {
  unlock(&lock->owner);
}

/* Who reads never waits with the lock held: a reader is alone. */
void down_read(struct rw_semaphore *lock) {
  lock_for(&lock->owner);
}

void up_read(struct rw_semaphore *lock) {
  unlock(&lock->owner);
}

unsigned long __lockfunc _raw_spin_lock_irqsave(raw_spinlock_t *lock) {
  _raw_spin_lock(lock);
  return 0;
}

void __lockfunc _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags) {
  _raw_spin_unlock(lock);
}

void __lockfunc _raw_spin_lock_irq(raw_spinlock_t *lock) {
  _raw_spin_lock(lock);
}

void __lockfunc _raw_spin_unlock_irq(raw_spinlock_t *lock) {
  _raw_spin_unlock(lock);
}

void __init_swait_queue_head(struct swait_queue_head *queue, const char *name, struct lock_class_key *key) {}
void __init_waitqueue_head(struct wait_queue_head *queue, const char *name, struct lock_class_key *key) {}

void complete(struct completion *completion) {
  completion->done++;
}

bool try_wait_for_completion(struct completion *completion) {
  if (!completion->done) return false;
  completion->done--;
  return true;
}

void wait_for_completion(struct completion *completion) {
  while (!completion->done) task_wait(WAITS_COMPLETION, completion);
  completion->done--;
}

long wait_for_completion_interruptible_timeout(struct completion *completion, unsigned long timeout) {
  wait_for_completion(completion);
  return 1;
}

unsigned long wait_for_completion_timeout(struct completion *completion, unsigned long timeout) {
  wait_for_completion(completion);
  return 1;
}

long schedule_timeout(long timeout) {
  task_wait(WAITS_FENCE, NULL);
  return timeout;
}

int wake_up_state(struct task_struct *kernel, unsigned int state) {
  struct task *task = task_of(kernel);
  if (task) task->is_woken = true;
  return task != NULL;
}
