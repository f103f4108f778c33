/* SPDX-License-Identifier: MIT
 *
 * amdv1_unmap.h - part of amdv1.c: looking up, unmapping, and dirty bits.
 */
#ifndef AMDV1_UNMAP_H
#define AMDV1_UNMAP_H

#include "amdv1_entries.h"

/* The item that translates `va` and the level of its table, or NULL. */
static uint64_t *lookup(const struct domain *d, uint64_t va, unsigned *level)
{
	uint32_t n = d->root;

	if (!reaches(d, d->top, va))
		return NULL;
	for (*level = d->top;; --*level) {
		uint64_t *e = &ioc_table(n)[item_index(*level, va)];

		if (!is_table(*level, *e))
			return *e & PR ? e : NULL;
		n = ioc_table_number(*e);
	}
}

static uint64_t iova_to_phys(struct ioc_domain *core, uint64_t va)
{
	unsigned level;
	const uint64_t *e = lookup(domain_of(core), va, &level);

	return e ? leaf_oa(domain_of(core), level, *e) | (va & ((1ull << leaf_lg(level, *e)) - 1)) : 0;
}

static int set_dirty(struct ioc_domain *core, uint64_t va)
{
	unsigned level;
	uint64_t *e = lookup(domain_of(core), va, &level);

	if (!e)
		return reaches(domain_of(core), domain_of(core)->top, va) ? -ENOENT : -ERANGE;
	*e |= DIRTY;
	return 0;
}

/* At level 5 only VA bits 63:57 are left to index with. */
static unsigned item_limit(unsigned level)
{
	return level == MAX_TOP ? ITEMS / 4 : ITEMS;
}

struct unmap {
	uint64_t iova, last, removed;
	struct ioc_gather unlinked;
};

/*
 * Unmaps what one table holds of the request from `va` on. False at the first hole, and where the request starts
 * inside a leaf: a leaf is removed whole or not at all.
 */
static bool unmap_table(struct unmap *u, unsigned level, uint32_t n, uint64_t va)
{
	uint64_t *t = ioc_table(n), span = 1ull << item_lg(level), item_va = va & -span;
	unsigned i = item_index(level, va), step;

	for (; i < item_limit(level) && item_va <= u->last; i += step, item_va += step * span) {
		uint64_t from = item_va < va ? va : item_va;

		step = 1;
		if (!(t[i] & PR))
			return false;
		if (is_table(level, t[i])) {
			uint32_t child = ioc_table_number(t[i]);

			if (!unmap_table(u, level - 1, child, from))
				return false;
			if (item_va >= u->iova && item_va + span - 1 <= u->last) {
				t[i] = 0;
				ioc_hold_table(&u->unlinked, child);
			}
		} else {
			uint64_t size = 1ull << leaf_lg(level, t[i]);

			if (from & (size - 1))
				return false;
			step = (unsigned)(size / span);
			memset(&t[i], 0, step * sizeof(t[i]));
			u->removed += size;
		}
	}
	return true;
}

static uint64_t unmap_range(struct ioc_domain *core, uint64_t iova, uint64_t len, struct ioc_gather *g)
{
	struct domain *d = domain_of(core);
	struct unmap u = { iova, iova + len - 1, 0, ioc_empty_gather(false) };

	if (len == 0 || u.last < iova || !reaches(d, d->top, u.last))
		return 0;
	unmap_table(&u, d->top, d->root, iova);
	if (u.removed)
		ioc_add_range(core, g, iova, iova + u.removed - 1);
	ioc_splice(g, &u.unlinked);
	return u.removed;
}

/* The dirty bits of one leaf, read and, with `clear`, cleared in all of its items. */
static bool read_dirty_leaf(uint64_t *first, unsigned items, bool clear)
{
	uint64_t dirty = 0;

	for (unsigned i = 0; i < items; i++) {
		dirty |= first[i] & DIRTY;
		if (clear)
			first[i] &= ~DIRTY;
	}
	return dirty != 0;
}

static void read_dirty_table(struct domain *d, unsigned level, uint32_t n, uint64_t va, uint64_t last, bool clear)
{
	uint64_t *t = ioc_table(n), span = 1ull << item_lg(level), item_va = va & -span;
	unsigned i = item_index(level, va), step;

	for (; i < item_limit(level) && item_va <= last; i += step, item_va += step * span) {
		uint64_t from = item_va < va ? va : item_va, touched = (last - item_va) / span + 1, end;
		unsigned items;

		step = 1;
		if (is_table(level, t[i])) {
			read_dirty_table(d, level - 1, ioc_table_number(t[i]), from, last, clear);
		} else if (t[i] & PR) {
			items = 1u << (leaf_lg(level, t[i]) - item_lg(level));
			step = items - i % items;
			if (!read_dirty_leaf(&t[i - i % items], items, clear))
				continue;
			end = item_va + (touched < step ? touched : step) * span - 1;
			ioc_event(d->core.effects, IOC_EV_DIRTY, 0, from, end);
			if (clear)
				ioc_add_hull(&d->core.gather, from, end);
		}
	}
}

static int read_and_clear_dirty(struct ioc_domain *core, uint64_t iova, uint64_t len, bool clear)
{
	struct domain *d = domain_of(core);
	uint64_t last = iova + len - 1;

	if (len == 0)
		return -EINVAL;
	if (last < iova)
		return -EOVERFLOW;
	if (!reaches(d, d->top, last))
		return -ERANGE;
	read_dirty_table(d, d->top, d->root, iova, last, clear);
	return 0;
}

#endif
