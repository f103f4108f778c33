/* Instructions that a user program may not execute: decoded, put to the other end, and stepped over. */
#ifndef INSTRUCTIONS_H
#define INSTRUCTIONS_H

#include <ucontext.h>

/* Carries out the instruction at the context's address. False if it is none that is known. */
int instruction_emulate(ucontext_t *context);
/* Puts a breakpoint on each CPUID of the kernel half, which a user program could execute: its answers are the machine's. */
void instructions_start(void);

#endif
