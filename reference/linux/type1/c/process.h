/* The processes that use the container, of which one acts at a time: the first, where nothing else is said. */
#ifndef PROCESS_H
#define PROCESS_H

#include <linux/types.h>

/* Of each process. limit_pages: RLIMIT_MEMLOCK. locked_pages: by other means. has_capability: CAP_IPC_LOCK. Called once. */
void process_start(unsigned long limit_pages, unsigned long locked_pages, bool has_capability);
/* The nth time from now, from 0, that pages are to be added to the locked ones, a signal is pending; never where n < 0. */
void process_fail_add(long nth);
/* What is called from now on is called by that process. */
void process_act_as(unsigned process);
/* locked_vm of the process that acts, in pages. */
unsigned long process_locked_pages(void);

#endif
