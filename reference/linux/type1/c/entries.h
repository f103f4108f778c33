/* Entries of this program, one table of which is in type1.c: words in, words out, returns how many. */
#ifndef ENTRIES_H
#define ENTRIES_H

#include "glue.h"

unsigned entry_add_device(const stand_word *words, stand_word *results);
unsigned entry_reserve(const stand_word *words, stand_word *results);
unsigned entry_set_area(const stand_word *words, stand_word *results);
unsigned entry_add_memory(const stand_word *words, stand_word *results);
unsigned entry_add_mediated(const stand_word *words, stand_word *results);
unsigned entry_pin_page(const stand_word *words, stand_word *results);
unsigned entry_unpin_page(const stand_word *words, stand_word *results);
unsigned entry_info(const stand_word *words, stand_word *results);
unsigned entry_dirty_pages(const stand_word *words, stand_word *results);
unsigned entry_leaves(const stand_word *words, stand_word *results);

#endif
