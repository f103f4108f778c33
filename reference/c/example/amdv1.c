/* SPDX-License-Identifier: MIT
 *
 * amdv1.c - the worked example of a C subject: AMD v1 IO page tables under the contract generic-pt.
 *
 *	cc -O2 -shared -fPIC -I reference/c/include -o build/amdv1.so reference/c/example/amdv1.c
 *
 * It is an implementation in its own right, written from the rules of the format: sizes by replication, a top that
 * grows, tables freed after the flush that covers them. docs/subjects.md walks through it.
 */
#include "ioc_host.h"

/* ---- entries, bit by bit ----------------------------------------------------------------------------------------- */

#define PR IOC_PTE_PRESENT
#define DIRTY (1ull << 6)
#define NEXT_LEVEL(e) ((unsigned)((e) >> 9) & 7)
#define NL_REPLICATED 7
#define FC (1ull << 60)
#define IR (1ull << 61)
#define IW (1ull << 62)
#define MAX_TOP 5
#define ALL_SIZES 0x000fff7ffffff000ull /* 2^12 ... 2^51 but for 2^39 */

static bool is_table(unsigned level, uint64_t e)
{
	return e & PR && level > 0 && NEXT_LEVEL(e) != 0 && NEXT_LEVEL(e) != NL_REPLICATED;
}

static uint64_t pointer(const struct ioc_domain *d, unsigned level, uint32_t child)
{
	return PR | (uint64_t)level << 9 | ioc_table_address(child) | IR | IW | d->c_bit;
}

static uint64_t leaf(const struct ioc_domain *d, unsigned lg, uint64_t oa, unsigned prot)
{
	uint64_t e = PR | (oa & IOC_PTE_ADDRESS) | FC | (prot & 1 ? IR : 0) | (prot & 2 ? IW : 0);

	if ((lg - 12) % 9) /* the ones in bits 12 ... lg-2, ended by the zero in bit lg-1, say how large it is */
		e |= (uint64_t)NL_REPLICATED << 9 | ((1ull << (lg - 1)) - 1) >> 12 << 12;
	return prot & 16 ? e : e | d->c_bit;
}

static unsigned leaf_lg(unsigned level, uint64_t e)
{
	unsigned lg = ioc_item_lg(level);

	return NEXT_LEVEL(e) == 0 ? lg : lg + __builtin_ctzll(~(e >> (lg - 1)));
}

static uint64_t leaf_oa(const struct ioc_domain *d, unsigned level, uint64_t e)
{
	return e & ~d->c_bit & IOC_PTE_ADDRESS & -(1ull << leaf_lg(level, e));
}

/* ---- map --------------------------------------------------------------------------------------------------------- */

/* Puts as many tables above the top as the range and the first leaf need; published at once or not at all. */
static int grow(struct ioc_domain *d, uint64_t last, unsigned leaf_level)
{
	uint32_t fresh[MAX_TOP], root = d->root;
	unsigned top = d->top, n = 0;
	int error = 0;

	while (!error && (!ioc_reaches(d, top, last) || top < leaf_level)) {
		if (++top > MAX_TOP || ioc_item_lg(top) >= d->vasz) {
			error = -ERANGE;
		} else if (!(fresh[n] = ioc_alloc_table(d))) {
			error = -ENOMEM;
		} else {
			ioc_table(fresh[n])[0] = pointer(d, top, root);
			root = fresh[n++];
		}
	}
	if (error) {
		ioc_freed(d->effects, n);
		while (n > 0)
			ioc_free_table(d, fresh[--n]);
	} else if (n > 0) {
		ioc_event(d->effects, IOC_EV_DTE_FLUSH, 0, 0, 0);
		ioc_event(d->effects, IOC_EV_TOP, top, 0, 0);
		d->root = root;
		d->top = top;
	}
	return error;
}

/* Places one leaf; empty tables in its way are unlinked into `g`, anything mapped stops it. */
static int place(struct ioc_domain *d, struct ioc_gather *g, uint64_t va, uint64_t oa, unsigned lg, unsigned prot)
{
	unsigned leaf_level = (lg - 12) / 9, items = 1u << (lg - 12) % 9, level = d->top;
	uint64_t *e = &ioc_table(d->root)[ioc_item_index(level, va)];
	uint32_t child;

	for (; level > leaf_level; level--) {
		if (!(*e & PR)) {
			if (!(child = ioc_alloc_table(d)))
				return -ENOMEM;
			*e = pointer(d, level, child);
		} else if (!is_table(level, *e)) {
			return -EADDRINUSE;
		}
		e = &ioc_table(ioc_table_number(*e))[ioc_item_index(level - 1, va)];
	}
	for (unsigned i = 0; i < items; i++, va += 1ull << ioc_item_lg(level)) {
		if (!(e[i] & PR))
			continue;
		child = ioc_table_number(e[i]);
		if (!is_table(level, e[i]) || ioc_holds_leaf(level - 1, child))
			return -EADDRINUSE;
		e[i] = 0;
		ioc_add_range(d, g, va, va + (1ull << ioc_item_lg(level)) - 1);
	 ioc_hold_subtree(g, level - 1, child);
	}
	for (unsigned i = 0; i < items; i++)
		e[i] = leaf(d, lg, oa, prot);
	return 0;
}

static int map_range(struct ioc_domain *d, uint64_t iova, uint64_t oa, uint64_t len, unsigned prot, uint64_t *mapped)
{
	struct ioc_gather g = ioc_empty_gather(false);
	uint64_t last = iova + len - 1, done = 0;
	unsigned lg;
	int error;

	if (!(prot & 3)) {
		ioc_warn(d);
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
	lg = ioc_best_lg(d, iova, last, oa);
	if (lg == 0 || len & ((d->sizes & -d->sizes) - 1)) /* a tail smaller than every size has no leaf */
		return -ENXIO;
	error = grow(d, last, (lg - 12) / 9);
	if (error)
		return error;
	while (!error && done < len) {
		lg = ioc_best_lg(d, iova + done, last, oa + done);
		error = place(d, &g, iova + done, oa + done, lg, prot);
		if (!error)
			done += 1ull << lg;
	}
	if (g.tables)
		ioc_sync(d, &g);
	*mapped += done;
	return error;
}

/* ---- look up, unmap, dirty bits ------------------------------------------------------------------------------------ */

static uint64_t iova_to_phys(struct ioc_domain *d, uint64_t va)
{
	unsigned level;
	const uint64_t *e = ioc_lookup(d, va, &level);

	return e ? leaf_oa(d, level, *e) | (va & ((1ull << leaf_lg(level, *e)) - 1)) : 0;
}

static int set_dirty(struct ioc_domain *d, uint64_t va)
{
	unsigned level;
	uint64_t *e = ioc_lookup(d, va, &level);

	if (!e)
		return ioc_reaches(d, d->top, va) ? -ENOENT : -ERANGE;
	*e |= DIRTY;
	return 0;
}

struct request {
	uint64_t iova, last, removed;
	struct ioc_gather unlinked;
};

/* One table from `va` on. False at the first hole, and where the request starts inside a leaf: it goes whole or not. */
static bool unmap_table(struct request *r, unsigned level, uint32_t n, uint64_t va)
{
	uint64_t *t = ioc_table(n), span = 1ull << ioc_item_lg(level), item_va = va & -span;
	unsigned i = ioc_item_index(level, va), step;

	for (; i < ioc_item_limit(level) && item_va <= r->last; i += step, va = item_va += step * span) {
		uint64_t e = t[i], size;

		step = 1;
		if (!(e & PR))
			return false;
		if (is_table(level, e)) {
			if (!unmap_table(r, level - 1, ioc_table_number(e), va))
				return false;
			if (item_va < r->iova || item_va + span - 1 > r->last)
				continue;
			t[i] = 0;
			ioc_hold_table(&r->unlinked, ioc_table_number(e));
			continue;
		}
		size = 1ull << leaf_lg(level, e);
		if (va & (size - 1))
			return false;
		step = (unsigned)(size / span);
		memset(&t[i], 0, step * sizeof(e));
		r->removed += size;
	}
	return true;
}

static uint64_t unmap_range(struct ioc_domain *d, uint64_t iova, uint64_t len, struct ioc_gather *g)
{
	struct request r = { iova, iova + len - 1, 0, ioc_empty_gather(false) };

	if (len == 0 || r.last < iova || !ioc_reaches(d, d->top, r.last))
		return 0;
	unmap_table(&r, d->top, d->root, iova);
	if (r.removed)
		ioc_add_range(d, g, iova, iova + r.removed - 1);
	ioc_splice(g, &r.unlinked);
	return r.removed;
}

/* One table from `va` on: hardware may have set the dirty bit in any item of a leaf; `clear` clears all of them. */
static void read_dirty(struct ioc_domain *d, unsigned level, uint32_t n, uint64_t va, uint64_t last, bool clear)
{
	uint64_t *t = ioc_table(n), span = 1ull << ioc_item_lg(level), item_va = va & -span;
	unsigned i = ioc_item_index(level, va), step;

	for (; i < ioc_item_limit(level) && item_va <= last; i += step, va = item_va += step * span) {
		uint64_t dirty = 0, touched = (last - item_va) / span + 1, end;
		unsigned items, first;

		step = 1;
		if (is_table(level, t[i]))
			read_dirty(d, level - 1, ioc_table_number(t[i]), va, last, clear);
		if (is_table(level, t[i]) || !(t[i] & PR))
			continue;
		items = 1u << (leaf_lg(level, t[i]) - ioc_item_lg(level));
		first = i - i % items;
		step = first + items - i;
		for (unsigned j = first; j < first + items; j++) {
			dirty |= t[j] & DIRTY;
			t[j] &= clear ? ~DIRTY : ~0ull;
		}
		if (!dirty)
			continue;
		end = item_va + (touched < step ? touched : step) * span - 1;
		ioc_event(d->effects, IOC_EV_DIRTY, 0, va, end);
		if (clear)
			ioc_add_hull(&d->gather, va, end);
	}
}

static int read_and_clear_dirty(struct ioc_domain *d, uint64_t iova, uint64_t len, bool clear)
{
	uint64_t last = iova + len - 1;

	if (len == 0)
		return -EINVAL;
	if (last < iova)
		return -EOVERFLOW;
	if (!ioc_reaches(d, d->top, last))
		return -ERANGE;
	read_dirty(d, d->top, d->root, iova, last, clear);
	return 0;
}

/* ---- what it is -------------------------------------------------------------------------------------------------- */

static bool accepts(const struct ioc_config *c)
{
	const uint64_t c_bits = 1ull << 20 | 1ull << 29 | 1ull << 38 | 1ull << 47 | 1ull << 51;

	return c->format == 1 && c->contract == 1 && c->top_level - 1 < MAX_TOP && c->vasz - 1 < 64 &&
	       c->oasz - 1 < 52 && (c->c_bit & ~c_bits) == 0 && c->domains - 1 < 2;
}

/* The driver's mask over what tables of this many address bits can hold. */
static uint64_t sizes(const struct ioc_config *c)
{
	uint64_t all = ALL_SIZES & ((1ull << (c->vasz - 1)) - 1) & ((1ull << c->oasz) - 1) & c->page_sizes;

	for (unsigned level = 0; level <= MAX_TOP; level++)
		if (ioc_item_lg(level) >= c->vasz)
			all &= (1ull << ioc_item_lg(level)) - 1;
	return all;
}

static const struct ioc_format ioc_format = {
	"{\"abi\":1,\"name\":\"c-example\",\"version\":\"1\",\"formats\":[\"amdv1\"],\"contracts\":[\"generic-pt\"],"
	"\"ops\":[\"map\",\"mapPages\",\"unmap\",\"iovaToPhys\",\"setDirty\",\"readAndClearDirty\",\"iommuMap\",\"iommuUnmap\","
	"\"iommuMapSg\",\"sync\",\"budget\"],\"levels\":[\"results\",\"translations\",\"entries\",\"effects\"],"
	"\"hostile\":true,\"maxOps\":1000000,\"limits\":{}}",
	{ map_range, unmap_range, iova_to_phys, set_dirty, read_and_clear_dirty },
	accepts, sizes, is_table,
};
