/*
 * Where the two halves of a kernel program meet. The kernel half is compiled with the kernel's own headers and flags, the
 * user half with libc's; each sees this file and nothing else of the other. docs/linux.md, "Whole files".
 */
#ifndef STAND_H
#define STAND_H

/* One 64-bit word of a message, both sides. */
typedef unsigned long stand_word;

/* Most words that an ask, an answer or a result may have. */
enum { STAND_MOST_WORDS = 8 };

/* An entry that the other end of the channel may call: words in, words out, returns how many. */
struct stand_entry {
  const char *name;
  unsigned (*run)(const stand_word *words, stand_word *results);
};

/* ---- The user half's services ---- */

/* Puts a question to the other end of the channel; returns the first word of the answer, `answer` gets them all. */
stand_word stand_ask(const char *name, unsigned count, const stand_word *words, stand_word *answer);
/* Says something to the other end, in order with the questions. */
void stand_tell(const char *name, unsigned count, const stand_word *words);
void stand_tell_text(const char *name, const char *text, stand_word length);
/* Ends the call, and with it the trace: `how` is bug, fault, hung or missing. */
void stand_end(const char *how, const char *why) __attribute__((noreturn));

/* Zeroed memory of the kernel's own, page-aligned for whole pages, inside the direct map. Null when it is used up. */
void *stand_allocate(stand_word bytes);
stand_word stand_direct_map(void);
stand_word stand_memory_map(void);
/* Zeroed memory outside of the direct map. */
void *stand_reserve(stand_word bytes);

/* A view of physical memory in which each access is reported; docs/linux.md, "Watched memory". */
void *stand_watch(stand_word physical, stand_word bytes);
void stand_unwatch(const void *view);
/* The physical address behind an address inside a view; false if it is in none. */
int stand_watched(const void *address, stand_word *physical);

/* ---- The kernel half's ---- */

/* Entries of the subject, ended by a null name. */
extern const struct stand_entry stand_entries[];
/* Makes the memory map and whatever else the kernel code takes for granted. Called once, before any entry. */
void stand_kernel_start(void);
/* Called after each entry: tells what it left behind, a held lock for example. */
void stand_kernel_settle(void);
/* UD2 at `address`: 0 if the bug table does not have it, 1 for BUG, 2 for WARN (reported, to be stepped over). */
int stand_kernel_ud2(stand_word address, char *where, stand_word size);

#endif
