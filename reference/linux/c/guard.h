/* SPDX-License-Identifier: MIT */
/*
 * Runs code that may call BUG, fault, overrun its stack or never return. Handlers, timer and stack are in place only
 * between guard_enter and guard_leave, so that the process's own (Node's, a debugger's) come back untouched.
 */
#ifndef STAND_GUARD_H
#define STAND_GUARD_H

/* CPU time after which one op counts as hung. */
#define GUARD_HANG_MS 1000

/* Runs `body` on a stack of its own with the handlers installed; −1 if the system has no room for them, else 0. */
int guard_run(void (*body)(void));
/* Within `body`: runs `step`; 0, or the IOC_STATUS_* bit that says why it did not return. */
unsigned int guard_step(void (*step)(void));
/* Within a step: the work limit starts afresh. */
void guard_progress(void);

#endif
