/* Watched memory: each access is reported with its physical address; what is read comes from the other end. */
#ifndef WATCH_H
#define WATCH_H

#include <stdint.h>

/* A fault at `address`: lets the one instruction pass, which must then be single-stepped. False: in no view. */
int watch_fault(uintptr_t address);
/* After the step: reports what was stored, and closes what was opened. False if nothing was open. */
int watch_stepped(void);
/* What was loaded before may have changed. */
void watch_forget(void);

#endif
