/* Shorthand for the kernel half. Each file here stands for what a program does not take from the kernel itself. */
#ifndef GLUE_H
#define GLUE_H

#include "../stand.h"

#define STAND_COUNT(...) (sizeof((stand_word[]){__VA_ARGS__}) / sizeof(stand_word))
#define STAND_ASK(name, ...) stand_ask(name, STAND_COUNT(__VA_ARGS__), (stand_word[]){__VA_ARGS__}, 0)
#define STAND_TELL(name, ...) stand_tell(name, STAND_COUNT(__VA_ARGS__), (stand_word[]){__VA_ARGS__})

/* Locks that kernel code holds now. */
extern int stand_locks_held;

/* Makes [pfn, pfn + pages) memory that pfn_valid() knows; both multiples of 512. */
void stand_add_memory(unsigned long pfn, unsigned long pages);
/* Makes the 2^order pages at `pfn` one compound page. */
void stand_make_compound(unsigned long pfn, unsigned order);

#endif
