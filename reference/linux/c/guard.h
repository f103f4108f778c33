/* SPDX-License-Identifier: MIT */
/*
 * Runs code that may call BUG, fault, overrun its stack or never return. Handlers, timer and stack are in place only
 * between guard_enter and guard_leave, so that the process's own (Node's, a debugger's) come back untouched.
 */
#ifndef STAND_GUARD_H
#define STAND_GUARD_H

/* CPU time after which anything counts as hung. */
#define GUARD_LONGEST_MS 5000

/* Runs `body` on a stack of its own with the handlers installed; −1 if the system has no room for them, else 0. */
int guard_run(void (*body)(void));
/* Within `body`: runs `step`; 0, or the IOC_STATUS_* bit that says why it did not return. */
unsigned int guard_step(void (*step)(void));
/* Within a step: what comes next may use `ms` of CPU time. A step begins with GUARD_LONGEST_MS. */
void guard_limit(unsigned int ms);
/* What was just done is worth the whole limit once more: memory that is touched for the first time costs the system's time. */
void guard_extend(void);

#endif
