/* SPDX-License-Identifier: MIT */
/* Single loads and stores, compare-and-exchange, and locks. A trace has one thread, so locks only mark sections. */
#ifndef STAND_KERNEL_ATOMIC_H
#define STAND_KERNEL_ATOMIC_H

#include "../stand.h"
#include "types.h"

#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile typeof(x) *)&(x) = (value))

#define cmpxchg64(ptr, old, new)                                                                     \
	({                                                                                           \
		typeof(*(ptr)) expected_ = (old);                                                    \
		__atomic_compare_exchange_n(ptr, &expected_, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
		expected_;                                                                           \
	})
#define try_cmpxchg64(ptr, old, new) \
	__atomic_compare_exchange_n(ptr, old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)
#define try_cmpxchg64_release(ptr, old, new) try_cmpxchg64(ptr, old, new)
#define try_cmpxchg_release(ptr, old, new) try_cmpxchg64(ptr, old, new)
#define smp_mb() __sync_synchronize()
#define smp_wmb() barrier()
#define smp_rmb() barrier()
#define dma_wmb() barrier()

static inline bool test_bit(long nr, const unsigned long *word)
{
	return (word[nr / 64] >> (nr % 64)) & 1;
}

static inline bool test_and_clear_bit(long nr, unsigned long *word)
{
	unsigned long bit = 1UL << (nr % 64);

	return (__atomic_fetch_and(&word[nr / 64], ~bit, __ATOMIC_SEQ_CST) & bit) != 0;
}

typedef struct { int counter; } atomic_t;
typedef struct { long counter; } atomic64_t;
typedef struct { int refs; } refcount_t;
typedef struct { int unused; } spinlock_t;
typedef struct { int unused; } raw_spinlock_t;
typedef struct { int unused; } rwlock_t;
typedef struct { unsigned int sequence; } seqcount_t;

/* A table's new top is published inside such a section; the stand looks for it at the end (engine_lock_released). */
#define spin_lock_irqsave(lock, flags) ((void)(lock), (flags) = 0)
#define spin_unlock_irqrestore(lock, flags) ((void)(lock), (void)(flags), engine_lock_released())
#define lockdep_assert_held(lock) ((void)(lock))

#define seqcount_init(s) ((s)->sequence = 0)
#define write_seqcount_begin(s) ((s)->sequence++)
#define write_seqcount_end(s) ((s)->sequence++)
#define read_seqcount_begin(s) ((s)->sequence)
#define read_seqcount_retry(s, start) ((s)->sequence != (start))

struct mutex { int unused; };
#define mutex_lock(m) ((void)(m))
#define mutex_unlock(m) ((void)(m))

#endif
