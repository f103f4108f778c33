/* Signals of kernel code: privileged instructions, BUG and WARN, watched memory, symbols without a stub, endless loops. */
#ifndef TRAPS_H
#define TRAPS_H

void traps_start(void);
/* CPU time that one call may use; 0 stops the clock. */
void traps_set_clock(unsigned seconds);

#endif
