/*
 * The processes that use the container: one task each, their memory descriptors and the locks around them, on a machine with one
 * CPU.
 */
#include <linux/capability.h>
#include <linux/mmap_lock.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>

#include "process.h"
#include "glue.h"

/* Bits of rw_semaphore.count in kernel/locking/rwsem.c: a writer, one reader. */
enum { WRITER = 1, READER = 0x100 };

enum { PROCESSES = 2 };

static struct signal_struct signal;
static struct task_struct tasks[PROCESSES];
static struct mm_struct memories[PROCESSES];
static bool may_lock;
/* Times that pages are added to the locked ones before a fatal signal comes; below 0 none does. */
static long adds_left = -1;

DEFINE_PER_CPU_CACHE_HOT(struct task_struct *, current_task);
/* The linker script of a kernel makes this name. */
asm(".globl const_current_task\n.set const_current_task, current_task");

void process_start(unsigned long limit_pages, unsigned long locked_pages, bool has_capability) {
  signal.rlim[RLIMIT_MEMLOCK] = (struct rlimit){limit_pages << PAGE_SHIFT, limit_pages << PAGE_SHIFT};
  may_lock = has_capability;
  for (unsigned i = 0; i < PROCESSES; i++) {
    struct task_struct *task = &tasks[i];
    struct mm_struct *mm = &memories[i];
    refcount_set(&task->usage, 1);
    atomic_set(&mm->mm_users, 1);
    atomic_set(&mm->mm_count, 1);
    mm->locked_vm = locked_pages;
    task->signal = &signal;
    task->group_leader = task;
    task->mm = mm;
  }
  process_act_as(0);
}

void process_act_as(unsigned process) {
  if (process >= PROCESSES) stand_end("missing", "so many processes");
  current_task = &tasks[process];
}

unsigned long process_locked_pages(void) {
  return current->mm->locked_vm;
}

void process_fail_add(long nth) {
  adds_left = nth;
}

bool capable(int capability) {
  return capability == CAP_IPC_LOCK && may_lock;
}

/* Processes live as long as the trace: what is given back was taken before. */
void mmput(struct mm_struct *mm) {
  if (atomic_dec_and_test(&mm->mm_users)) stand_end("fault", "the last user of the memory descriptor is gone");
}

void __mmdrop(struct mm_struct *mm) {
  stand_end("fault", "the last reference to the memory descriptor is gone");
}

void __put_task_struct_rcu_cb(struct rcu_head *head) {
  stand_end("fault", "the last reference to the task is gone");
}

void call_rcu(struct rcu_head *head, rcu_callback_t run) {
  run(head);
}

static void take(s64 *word, long bit, bool is_free, const char *why) {
  if (!is_free) stand_end("hung", why);
  *word += bit;
  stand_locks_held++;
}

static void give(s64 *word, long bit, bool is_held, const char *why) {
  if (!is_held) stand_end("fault", why);
  *word -= bit;
  stand_locks_held--;
}

void mutex_init_generic(struct mutex *lock) {
  atomic_long_set(&lock->owner, 0);
}

void mutex_lock(struct mutex *lock) {
  take(&lock->owner.counter, 1, !lock->owner.counter, "a mutex is taken by its holder");
}

void mutex_unlock(struct mutex *lock) {
  give(&lock->owner.counter, 1, lock->owner.counter, "a mutex is given back by who does not hold it");
}

void down_read(struct rw_semaphore *lock) {
  take(&lock->count.counter, READER, !(lock->count.counter & WRITER), "a semaphore is taken by who writes under it");
}

void up_read(struct rw_semaphore *lock) {
  give(&lock->count.counter, READER, lock->count.counter >= READER, "a semaphore is given back by who does not read");
}

/* Whoever takes pages off the locked ones is a user of the memory descriptor by itself; whoever adds to them is not. */
static bool adds_pages(struct rw_semaphore *lock) {
  return atomic_read(&container_of(lock, struct mm_struct, mmap_lock)->mm_users) == 1;
}

int down_write_killable(struct rw_semaphore *lock) {
  if (adds_left >= 0 && adds_pages(lock) && adds_left-- == 0) return -EINTR;
  take(&lock->count.counter, WRITER, !lock->count.counter, "a semaphore is taken for writing while it is held");
  return 0;
}

void up_write(struct rw_semaphore *lock) {
  give(&lock->count.counter, WRITER, lock->count.counter & WRITER, "a semaphore is given back by who does not write");
}

unsigned long __lockfunc _raw_spin_lock_irqsave(raw_spinlock_t *lock) {
  _raw_spin_lock(lock);
  return 0;
}

void __lockfunc _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags) {
  _raw_spin_unlock(lock);
}

/* What an ioctl copies lies in our own memory; at address 0 there is nothing. */
unsigned long _copy_from_user(void *to, const void __user *from, unsigned long bytes) {
  if (!from) return bytes;
  memcpy(to, (const void __force *)from, bytes);
  return 0;
}

unsigned long _copy_to_user(void __user *to, const void *from, unsigned long bytes) {
  memcpy((void __force *)to, from, bytes);
  return 0;
}
