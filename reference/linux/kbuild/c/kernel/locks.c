/* Locks of a machine with one CPU, where nobody else can hold one: what remains to be judged is taking and giving back. */
#include <linux/cpu.h>
#include <linux/spinlock.h>

#include "glue.h"

int stand_locks_held;

void __lockfunc _raw_spin_lock(raw_spinlock_t *lock) {
  if (atomic_read(&lock->raw_lock.val)) stand_end("hung", "a spinlock is taken by its holder");
  atomic_set(&lock->raw_lock.val, 1);
  stand_locks_held++;
}

void __lockfunc _raw_spin_unlock(raw_spinlock_t *lock) {
  if (!atomic_read(&lock->raw_lock.val)) stand_end("fault", "a spinlock is given back by who does not hold it");
  atomic_set(&lock->raw_lock.val, 0);
  stand_locks_held--;
}

void cpus_read_lock(void) {
  stand_locks_held++;
}

void cpus_read_unlock(void) {
  stand_locks_held--;
}

void stand_kernel_settle(void) {
  if (stand_locks_held) STAND_TELL("lockHeld", stand_locks_held);
}
