/* The one process. */
#ifndef PROCESS_H
#define PROCESS_H

#include <linux/types.h>

/* limit_pages: RLIMIT_MEMLOCK. locked_pages: by other means. has_capability: CAP_IPC_LOCK. Called once. */
void process_start(unsigned long limit_pages, unsigned long locked_pages, bool has_capability);
/* The nth time from now, from 0, that pages are to be added to the locked ones, a signal is pending; never where n < 0. */
void process_fail_add(long nth);
/* locked_vm, in pages. */
unsigned long process_locked_pages(void);

#endif
