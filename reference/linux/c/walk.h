/* SPDX-License-Identifier: MIT */
/* Walks raw table memory and writes entry runs (docs/protocol.md, "Entry runs"). */
#ifndef STAND_WALK_H
#define STAND_WALK_H

#include <stdint.h>

/* Inclusive page numbers. */
struct walk_window {
	uint64_t first, last;
};

/* The items of the tables below `top` that meet the window; addresses of pointers are kept if `raw_pointers`. */
void walk_window(const uint64_t *top, unsigned int top_level, struct walk_window window, int raw_pointers);
/* Every item that is not zero. */
void walk_tree(const uint64_t *top, unsigned int top_level, int raw_pointers);
/* The item where the walk for `page` ends, or NULL if that item is not present. */
uint64_t *walk_to_leaf(const uint64_t *top, unsigned int top_level, uint64_t page);

#endif
