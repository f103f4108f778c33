/* SPDX-License-Identifier: MIT
 *
 * amdv1_map.h - part of amdv1.c: growing the top, and placing leaves.
 */
#ifndef AMDV1_MAP_H
#define AMDV1_MAP_H

#include "amdv1_entries.h"

/* Puts as many tables above the top as the range and the first leaf need; published at once or not at all. */
static int grow(struct domain *d, uint64_t last, unsigned leaf_level)
{
	uint32_t fresh[MAX_TOP], root = d->root;
	unsigned top = d->top, n = 0;
	int error = 0;

	while (!error && (!reaches(d, top, last) || top < leaf_level)) {
		if (++top > MAX_TOP || item_lg(top) >= d->vasz) {
			error = -ERANGE;
		} else if (!(fresh[n] = ioc_alloc_table(&d->core))) {
			error = -ENOMEM;
		} else {
			ioc_table(fresh[n])[0] = pointer(d, top, root);
			root = fresh[n++];
		}
	}
	if (error) {
		ioc_freed(d->core.effects, n);
		while (n > 0)
			ioc_free_table(&d->core, fresh[--n]);
	} else if (n > 0) {
		ioc_event(d->core.effects, IOC_EV_DTE_FLUSH, 0, 0, 0);
		ioc_event(d->core.effects, IOC_EV_TOP, top, 0, 0);
		d->root = root;
		d->top = top;
	}
	return error;
}

static bool holds_leaf(unsigned level, uint32_t n)
{
	for (const uint64_t *e = ioc_table(n), *end = e + ITEMS; e < end; e++)
		if (*e & PR && (!is_table(level, *e) || holds_leaf(level - 1, ioc_table_number(*e))))
			return true;
	return false;
}

static void hold_subtree(struct ioc_gather *g, unsigned level, uint32_t n)
{
	for (const uint64_t *e = ioc_table(n), *end = e + ITEMS; level > 0 && e < end; e++)
		if (*e & PR)
			hold_subtree(g, level - 1, ioc_table_number(*e));
	ioc_hold_table(g, n);
}

/* Places one leaf; empty tables in its way are unlinked into `g`, anything mapped stops it. */
static int place(struct domain *d, struct ioc_gather *g, uint64_t va, uint64_t oa, unsigned lg, unsigned prot)
{
	unsigned leaf_level = (lg - 12) / 9, items = 1u << (lg - 12) % 9, level = d->top;
	uint64_t *t = ioc_table(d->root), *e;
	uint32_t child;

	for (; level > leaf_level; level--) {
		e = &t[item_index(level, va)];
		if (!(*e & PR)) {
			if (!(child = ioc_alloc_table(&d->core)))
				return -ENOMEM;
			*e = pointer(d, level, child);
		} else if (!is_table(level, *e)) {
			return -EADDRINUSE;
		}
		t = ioc_table(ioc_table_number(*e));
	}
	e = &t[item_index(level, va)];
	for (unsigned i = 0; i < items; i++) {
		uint64_t item_va = va + ((uint64_t)i << item_lg(level));

		if (!(e[i] & PR))
			continue;
		child = ioc_table_number(e[i]);
		if (!is_table(level, e[i]) || holds_leaf(level - 1, child))
			return -EADDRINUSE;
		e[i] = 0;
		ioc_add_range(&d->core, g, item_va, item_va + (1ull << item_lg(level)) - 1);
		hold_subtree(g, level - 1, child);
	}
	for (unsigned i = 0; i < items; i++)
		e[i] = leaf(d, lg, oa, prot);
	return 0;
}

static int map_range(struct ioc_domain *core, uint64_t iova, uint64_t oa, uint64_t len, unsigned prot, uint64_t *mapped)
{
	struct domain *d = domain_of(core);
	struct ioc_gather g = ioc_empty_gather(false);
	uint64_t last = iova + len - 1, done = 0;
	unsigned lg;
	int error;

	if (!(prot & 3)) {
		ioc_warn(core);
		return -EINVAL;
	}
	if (oa >> d->oasz)
		return -ERANGE;
	if (len == 0)
		return -EINVAL;
	if (len - 1 > (1ull << d->oasz) - 1 - oa)
		return -ERANGE;
	if (last < iova)
		return -EOVERFLOW;
	lg = best_lg(d, iova, last, oa);
	if (lg == 0 || len & ((core->sizes & -core->sizes) - 1)) /* a tail smaller than every size has no leaf */
		return -ENXIO;
	error = grow(d, last, (lg - 12) / 9);
	if (error)
		return error;
	while (!error && done < len) {
		lg = best_lg(d, iova + done, last, oa + done);
		error = place(d, &g, iova + done, oa + done, lg, prot);
		if (!error)
			done += 1ull << lg;
	}
	if (g.tables)
		ioc_sync(core, &g);
	*mapped += done;
	return error;
}

#endif
