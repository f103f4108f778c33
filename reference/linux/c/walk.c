// SPDX-License-Identifier: MIT
#include "walk.h"
#include "record.h"
#include "stand.h"

#define PRESENT 1ull
#define ADDRESS 0x000ffffffffff000ull
#define ITEMS 512

/* Tells pointers from leaves. page-tables.md 1.2 and 2.2. */
static int is_pointer(unsigned int level, uint64_t raw)
{
	if (!(raw & PRESENT) || level == 0)
		return 0;
#ifdef STAND_AMDV1
	{
		unsigned int next_level = (raw >> 9) & 7;

		return next_level != 0 && next_level != 7;
	}
#else
	return level > 2 || !(raw & 1 << 7);
#endif
}

/* The table that a pointer leads to, or NULL if that is no table memory. */
static const uint64_t *child_of(uint64_t raw)
{
	uint64_t phys = raw & ADDRESS & ~stand_memory.gap;
	const uint8_t *child = stand_virt_of(phys);

	return stand_page_index(child) < STAND_PAGES ? (const uint64_t *)child : NULL;
}

static void walk_table(const uint64_t *table, unsigned int level, uint64_t first, uint64_t last, int raw_pointers)
{
	unsigned int shift = 9 * level;
	/* first and last lie in this table's span, and are relative to it. */
	unsigned int from = (unsigned int)(first >> shift), to = (unsigned int)(last >> shift);

	for (unsigned int i = from; i <= to; i++) {
		uint64_t raw = table[i], span = (1ull << shift) - 1;
		const uint64_t *child;

		if (raw == 0)
			continue;
		if (!is_pointer(level, raw)) {
			unsigned int begin = i;

			while (i < to && table[i + 1] == raw)
				i++;
			record_run(level, begin, i - begin + 1, raw);
			continue;
		}
		record_run(level, i, 1, raw_pointers ? raw : raw & ~(ADDRESS & ~stand_memory.gap));
		child = child_of(raw);
		if (child)
			walk_table(child, level - 1, i == from ? first & span : 0, i == to ? last & span : span, raw_pointers);
	}
}

/* Last page that the 512 items of a top table at `level` reach. */
static uint64_t reach(unsigned int level)
{
	unsigned int bits = 9 * (level + 1);

	return bits >= 52 ? (1ull << 52) - 1 : (1ull << bits) - 1;
}

void walk_window(const uint64_t *top, unsigned int top_level, struct walk_window window, int raw_pointers)
{
	uint64_t end = reach(top_level);
	uint64_t first = window.first > 0 ? window.first - 1 : 0;
	uint64_t last = window.last < end ? window.last + 1 : end;

	if (first <= end)
		walk_table(top, top_level, first, last, raw_pointers);
}

void walk_tree(const uint64_t *top, unsigned int top_level, int raw_pointers)
{
	walk_table(top, top_level, 0, (512ull << (9 * top_level)) - 1, raw_pointers);
}

uint64_t *walk_to_leaf(const uint64_t *top, unsigned int top_level, uint64_t page)
{
	const uint64_t *table = page <= reach(top_level) ? top : NULL;

	for (unsigned int level = top_level; table; level--) {
		const uint64_t *item = table + ((page >> (9 * level)) & (ITEMS - 1));

		if (!is_pointer(level, *item))
			return *item & PRESENT ? (uint64_t *)item : NULL;
		table = child_of(*item);
	}
	return NULL;
}
