#ifndef MEMORY_H
#define MEMORY_H

/* Reserves the direct map and the memory map. Called once. */
void memory_start(void);

#endif
