/* One call, as the other end hears of it. */
#ifndef CALL_H
#define CALL_H

#include "../../kbuild/c/stand.h"

/* Runs a call, up to its end or to where it waits. Results: see report() in call.c. */
unsigned call_run(long (*body)(void *argument), void *argument, stand_word *results);

#endif
