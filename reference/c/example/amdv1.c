/* SPDX-License-Identifier: MIT
 *
 * amdv1.c - the worked example of a C subject: AMD v1 IO page tables under the contract generic-pt.
 *
 *	cc -O2 -shared -fPIC -I reference/c/include -o build/amdv1.so reference/c/example/amdv1.c
 *
 * It is an implementation in its own right, written from the rules of the format: sizes by replication, a top that
 * grows, tables freed after the flush that covers them. docs/subjects.md walks through it.
 */
#include "ioc_writer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#define PR (1ull << 0)
#define DIRTY (1ull << 6)
#define NEXT_LEVEL(e) ((unsigned)((e) >> 9) & 7)
#define NL_REPLICATED 7
#define FC (1ull << 60)
#define IR (1ull << 61)
#define IW (1ull << 62)
#define ITEMS 512
#define MAX_TOP 5
#define PAGING 0
#define IDENTITY 1
#define ALL_SIZES 0x000fff7ffffff000ull /* 2^12 ... 2^51 but for 2^39 */

/* What waits for an invalidation: the bytes [start, end] (empty while start > end), and unlinked tables. */
struct gather {
	uint64_t start, end;
	uint32_t tables, list;
	bool queued;
};

struct domain {
	uint32_t root; /* number of the top table, 0 for a domain without tables */
	unsigned top, vasz, oasz, type;
	bool no_gaps;
	uint64_t c_bit, sizes;
	uint32_t live, budget;
	struct gather gather; /* the trace's */
	struct ioc_result *result;
	struct ioc_writer *effects;
};

struct host {
	uint32_t domains;
	struct domain domain[2];
};

/* ---- tables ------------------------------------------------------------------------------------------------------
 *
 * Tables are numbered from 1 and lie in chunks of 256. The "physical address" of table n spreads the bytes of n over
 * bits 19:12, 28:21 and 37:30, so that no address holds a bit that may be the C-bit (20, 29, 38, 47, 51).
 */
#define CHUNKS 4096
static uint64_t (*chunk[CHUNKS])[ITEMS];
static uint32_t next_table[CHUNKS * 256]; /* links free tables, and those on a gather */
static uint32_t free_tables, used_tables = 1;

static uint64_t *table(uint32_t n)
{
	return chunk[n >> 8][n & 255];
}

static uint64_t table_address(uint32_t n)
{
	return (uint64_t)(n & 255) << 12 | (uint64_t)(n >> 8 & 255) << 21 | (uint64_t)(n >> 16) << 30;
}

static uint32_t table_number(uint64_t e)
{
	return (e >> 12 & 255) | (e >> 21 & 255) << 8 | (uint32_t)(e >> 30 & 255) << 16;
}

/* A zeroed table, or 0 where the budget or the memory is used up. */
static uint32_t alloc_table(struct domain *d)
{
	uint32_t n = free_tables;

	if (d->budget == 0)
		return 0;
	if (n) {
		free_tables = next_table[n];
	} else {
		n = used_tables;
		if (n >> 8 == CHUNKS)
			return 0;
		if (!chunk[n >> 8] && !(chunk[n >> 8] = malloc(256 * sizeof(*chunk[0]))))
			return 0;
		used_tables++;
	}
	memset(table(n), 0, sizeof(*chunk[0]));
	if (d->budget != UINT32_MAX)
		d->budget--;
	d->live++;
	return n;
}

static void free_table(struct domain *d, uint32_t n)
{
	next_table[n] = free_tables;
	free_tables = n;
	d->live--;
}

/* ---- entries ------------------------------------------------------------------------------------------------------- */

static unsigned item_lg(unsigned level)
{
	return 12 + 9 * level;
}

static unsigned item_index(unsigned level, uint64_t va)
{
	return va >> item_lg(level) & (ITEMS - 1);
}

static bool is_table(unsigned level, uint64_t e)
{
	return e & PR && level > 0 && NEXT_LEVEL(e) != 0 && NEXT_LEVEL(e) != NL_REPLICATED;
}

static uint64_t pointer(const struct domain *d, unsigned level, uint32_t child)
{
	return PR | (uint64_t)level << 9 | table_address(child) | IR | IW | d->c_bit;
}

static uint64_t leaf(const struct domain *d, unsigned lg, uint64_t oa, unsigned prot)
{
	uint64_t e = PR | (oa & IOC_PTE_ADDRESS) | FC | (prot & 1 ? IR : 0) | (prot & 2 ? IW : 0);

	if ((lg - 12) % 9) /* the ones in bits 12 ... lg-2, ended by the zero in bit lg-1, say how large it is */
		e |= (uint64_t)NL_REPLICATED << 9 | ((1ull << (lg - 1)) - 1) >> 12 << 12;
	return prot & 16 ? e : e | d->c_bit;
}

static unsigned leaf_lg(unsigned level, uint64_t e)
{
	return NEXT_LEVEL(e) == 0 ? item_lg(level) : item_lg(level) + __builtin_ctzll(~(e >> (item_lg(level) - 1)));
}

static uint64_t leaf_oa(const struct domain *d, unsigned lg, uint64_t e)
{
	return (e & ~d->c_bit & IOC_PTE_ADDRESS) >> lg << lg;
}

/* Largest size that both addresses are aligned to and that the rest [va, last] can hold; 0 for none. */
static unsigned best_lg(const struct domain *d, uint64_t va, uint64_t last, uint64_t oa)
{
	uint64_t rest = 1ull << (63 - __builtin_clzll(last - va + 1));
	unsigned limit = __builtin_ctzll(va | oa | rest);
	uint64_t fit = d->sizes & (limit == 63 ? ~0ull : (2ull << limit) - 1);

	return fit ? 63 - __builtin_clzll(fit) : 0;
}

/* ---- invalidation -------------------------------------------------------------------------------------------------- */

static struct gather empty_gather(bool queued)
{
	return (struct gather){ UINT64_MAX, 0, 0, 0, queued };
}

static void hold_table(struct gather *g, uint32_t n)
{
	next_table[n] = g->list;
	g->list = n;
	g->tables++;
}

static void free_held(struct domain *d, struct gather *g)
{
	uint32_t n, next;

	for (n = g->list; n; n = next) {
		next = next_table[n];
		free_table(d, n);
	}
	ioc_freed(d->effects, g->tables);
}

static void sync_gather(struct domain *d, struct gather *g)
{
	if (g->queued)
		ioc_event(d->effects, IOC_EV_SYNC, g->tables, 0, UINT64_MAX);
	else if (g->start < g->end)
		ioc_event(d->effects, IOC_EV_SYNC, g->tables, g->start, g->end);
	free_held(d, g);
	*g = empty_gather(g->queued);
}

static void add_hull(struct gather *g, uint64_t start, uint64_t end)
{
	if (start < g->start)
		g->start = start;
	if (end > g->end)
		g->end = end;
}

/* Must be called before tables under [start, end] are held: without gaps, a disjoint range syncs what is there. */
static void add_range(struct domain *d, struct gather *g, uint64_t start, uint64_t end)
{
	if (g->queued)
		return;
	if (d->no_gaps && g->end != 0 && (end + 1 < g->start || start > g->end + 1))
		sync_gather(d, g);
	add_hull(g, start, end);
}

/* ---- map ----------------------------------------------------------------------------------------------------------- */

static bool reaches(const struct domain *d, unsigned top, uint64_t last)
{
	unsigned reach = item_lg(top) + 9 < d->vasz ? item_lg(top) + 9 : d->vasz;

	return reach >= 64 || last >> reach == 0;
}

/* Puts as many tables above the top as the range and the first leaf need; published at once or not at all. */
static int grow(struct domain *d, uint64_t last, unsigned leaf_level)
{
	uint32_t fresh[MAX_TOP], root = d->root;
	unsigned top = d->top, n = 0;
	int error = 0;

	while (!error && (!reaches(d, top, last) || top < leaf_level)) {
		if (++top > MAX_TOP || item_lg(top) >= d->vasz)
			error = -ERANGE;
		else if (!(fresh[n] = alloc_table(d)))
			error = -ENOMEM;
		else {
			d->result->allocations++;
			table(fresh[n])[0] = pointer(d, top, root);
			root = fresh[n++];
		}
	}
	if (error) {
		ioc_freed(d->effects, n);
		while (n > 0)
			free_table(d, fresh[--n]);
	} else if (n > 0) {
		ioc_event(d->effects, IOC_EV_DTE_FLUSH, 0, 0, 0);
		ioc_event(d->effects, IOC_EV_TOP, top, 0, 0);
		d->root = root;
		d->top = top;
	}
	return error;
}

static bool holds_leaf(unsigned level, uint32_t n)
{
	const uint64_t *t = table(n);
	unsigned i;

	for (i = 0; i < ITEMS; i++)
		if (t[i] & PR && (!is_table(level, t[i]) || holds_leaf(level - 1, table_number(t[i]))))
			return true;
	return false;
}

static void hold_subtree(struct gather *g, unsigned level, uint32_t n)
{
	const uint64_t *t = table(n);
	unsigned i;

	for (i = 0; level > 0 && i < ITEMS; i++)
		if (t[i] & PR)
			hold_subtree(g, level - 1, table_number(t[i]));
	hold_table(g, n);
}

/* Places one leaf; empty tables in its way are unlinked into `g`, anything mapped stops it. */
static int place(struct domain *d, struct gather *g, uint64_t va, uint64_t oa, unsigned lg, unsigned prot)
{
	unsigned leaf_level = (lg - 12) / 9, level, i, first, items = 1u << (lg - 12) % 9;
	uint64_t *t = table(d->root), item_va;
	uint32_t child;

	for (level = d->top; level > leaf_level; level--) {
		uint64_t *e = &t[item_index(level, va)];

		if (!(*e & PR)) {
			if (!(child = alloc_table(d)))
				return -ENOMEM;
			d->result->allocations++;
			*e = pointer(d, level, child);
		} else if (!is_table(level, *e)) {
			return -EADDRINUSE;
		}
		t = table(table_number(*e));
	}
	first = item_index(level, va);
	for (i = first; i < first + items; i++) {
		if (!(t[i] & PR))
			continue;
		child = table_number(t[i]);
		if (!is_table(level, t[i]) || holds_leaf(level - 1, child))
			return -EADDRINUSE;
		t[i] = 0;
		item_va = va + ((uint64_t)(i - first) << item_lg(level));
		add_range(d, g, item_va, item_va + (1ull << item_lg(level)) - 1);
		hold_subtree(g, level - 1, child);
	}
	for (i = first; i < first + items; i++)
		t[i] = leaf(d, lg, oa, prot);
	return 0;
}

static int map_range(struct domain *d, uint64_t iova, uint64_t oa, uint64_t len, unsigned prot, uint64_t *mapped)
{
	struct gather g = empty_gather(false);
	uint64_t last = iova + len - 1, done = 0;
	unsigned lg;
	int error;

	if (!(prot & 3)) {
		d->result->status++; /* WARN */
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
	if (lg == 0 || len & ((d->sizes & -d->sizes) - 1)) /* a tail smaller than every size has no leaf */
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
		sync_gather(d, &g);
	*mapped += done;
	return error;
}

/* ---- looking up, unmapping, dirty bits ------------------------------------------------------------------------------ */

/* The item that translates `va` and the level of its table, or NULL. */
static uint64_t *lookup(const struct domain *d, uint64_t va, unsigned *level)
{
	uint32_t n = d->root;
	uint64_t *e;

	if (!reaches(d, d->top, va))
		return NULL;
	for (*level = d->top;; --*level) {
		e = &table(n)[item_index(*level, va)];
		if (!is_table(*level, *e))
			return *e & PR ? e : NULL;
		n = table_number(*e);
	}
}

static uint64_t iova_to_phys(const struct domain *d, uint64_t va)
{
	unsigned level, lg;
	uint64_t *e;

	if (d->type != PAGING)
		return d->type == IDENTITY ? va : 0;
	e = lookup(d, va, &level);
	if (!e)
		return 0;
	lg = leaf_lg(level, *e);
	return leaf_oa(d, lg, *e) | (va & ((1ull << lg) - 1));
}

static int set_dirty(const struct domain *d, uint64_t va)
{
	unsigned level;
	uint64_t *e = lookup(d, va, &level);

	if (!e)
		return -ENOENT;
	*e |= DIRTY;
	return 0;
}

/* The walks below go over the items of one table that meet [va, last]; at level 5 only VA bits 63:57 are left. */
static unsigned item_limit(unsigned level)
{
	return level == MAX_TOP ? ITEMS / 4 : ITEMS;
}

struct unmap {
	uint64_t iova, last, removed;
	struct gather unlinked;
};

/* False at the first hole, and where the request starts inside a leaf. A leaf is removed whole or not at all. */
static bool unmap_table(struct unmap *u, unsigned level, uint32_t n, uint64_t va)
{
	uint64_t *t = table(n), span = 1ull << item_lg(level), item_va = va & -span;
	unsigned i = item_index(level, va), lg, step;
	uint32_t child;

	for (; i < item_limit(level) && item_va <= u->last; i += step, item_va += step * span) {
		uint64_t from = item_va < va ? va : item_va;

		step = 1;
		if (!(t[i] & PR))
			return false;
		if (is_table(level, t[i])) {
			child = table_number(t[i]);
			if (!unmap_table(u, level - 1, child, from))
				return false;
			if (item_va >= u->iova && item_va + span - 1 <= u->last) {
				t[i] = 0;
				hold_table(&u->unlinked, child);
			}
		} else {
			lg = leaf_lg(level, t[i]);
			if (from & ((1ull << lg) - 1))
				return false;
			step = 1u << (lg - item_lg(level));
			memset(&t[i], 0, step * sizeof(t[i]));
			u->removed += 1ull << lg;
		}
	}
	return true;
}

static uint64_t unmap_range(struct domain *d, uint64_t iova, uint64_t len, struct gather *g)
{
	struct unmap u = { iova, iova + len - 1, 0, empty_gather(false) };
	uint32_t n, next;

	if (len == 0 || u.last < iova || !reaches(d, d->top, u.last))
		return 0;
	unmap_table(&u, d->top, d->root, iova);
	if (u.removed)
		add_range(d, g, iova, iova + u.removed - 1);
	for (n = u.unlinked.list; n; n = next) {
		next = next_table[n];
		hold_table(g, n);
	}
	return u.removed;
}

/* Reports, and unless asked not to cleans, each dirty leaf that meets [va, last]. */
static void read_dirty_table(struct domain *d, unsigned level, uint32_t n, uint64_t va, uint64_t last, bool clear)
{
	uint64_t *t = table(n), span = 1ull << item_lg(level), item_va = va & -span, dirty, end, touched;
	unsigned i = item_index(level, va), group, items, replica, step;

	for (; i < item_limit(level) && item_va <= last; i += step, item_va += step * span) {
		uint64_t from = item_va < va ? va : item_va;

		step = 1;
		if (!(t[i] & PR))
			continue;
		if (is_table(level, t[i])) {
			read_dirty_table(d, level - 1, table_number(t[i]), from, last, clear);
			continue;
		}
		items = 1u << (leaf_lg(level, t[i]) - item_lg(level));
		group = i & -items;
		step = group + items - i;
		for (dirty = 0, replica = group; replica < group + items; replica++) {
			dirty |= t[replica] & DIRTY;
			if (clear)
				t[replica] &= ~DIRTY;
		}
		if (!dirty)
			continue;
		touched = (last - item_va) / span + 1;
		end = item_va + (touched < step ? touched : step) * span - 1;
		ioc_event(d->effects, IOC_EV_DIRTY, 0, from, end);
		if (clear)
			add_hull(&d->gather, from, end);
	}
}

static int read_and_clear_dirty(struct domain *d, uint64_t iova, uint64_t len, bool clear)
{
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

/* ---- the wrappers of the core ------------------------------------------------------------------------------------------ */

static uint64_t iommu_unmap(struct domain *d, uint64_t iova, uint64_t len)
{
	struct gather g = empty_gather(false);
	uint64_t removed;

	if (d->type != PAGING || !d->sizes) {
		d->result->status++; /* WARN */
		return 0;
	}
	removed = unmap_range(d, iova, len, &g);
	sync_gather(d, &g);
	return removed;
}

static int map_nosync(struct domain *d, const struct ioc_decoded_op *op, uint64_t iova, uint64_t oa, uint64_t len)
{
	uint64_t mapped = 0;
	int error;

	if (d->type != PAGING || !d->sizes || op->flags & IOC_FLAG_BAD_GFP) {
		d->result->status++; /* WARN */
		return -EINVAL;
	}
	error = map_range(d, iova, oa, len, op->prot, &mapped);
	if (error)
		iommu_unmap(d, iova, mapped);
	return error;
}

static int sync_map(struct domain *d, const struct ioc_decoded_op *op, uint64_t len)
{
	if (op->flags & IOC_FLAG_SYNC_MAP_FAILS)
		return -ENOMEM;
	if (d->no_gaps)
		ioc_event(d->effects, IOC_EV_SYNC_MAP, 0, op->iova, op->iova + len - 1);
	return 0;
}

static int iommu_map(struct domain *d, const struct ioc_decoded_op *op)
{
	int error = map_nosync(d, op, op->iova, op->oa, op->len);

	if (!error) {
		error = sync_map(d, op, op->len);
		if (error)
			iommu_unmap(d, op->iova, op->len);
	}
	return error;
}

/* Maps runs of physically adjacent segments, each with one map_range; all or nothing. */
static int iommu_map_sg(struct domain *d, const struct ioc_decoded_op *op, uint64_t *mapped)
{
	uint64_t start = 0, len = 0;
	uint32_t i;
	int error = 0;

	for (i = 0; !error && i <= op->n_segments; i++) {
		bool more = i < op->n_segments;

		if (len && !(more && ioc_segment_oa(op, i) == start + len)) {
			error = map_nosync(d, op, op->iova + *mapped, start, len);
			if (error)
				break;
			*mapped += len;
			len = 0;
		}
		if (more && len == 0)
			start = ioc_segment_oa(op, i);
		if (more)
			len += ioc_segment_len(op, i);
	}
	if (!error)
		error = sync_map(d, op, *mapped);
	if (error) {
		iommu_unmap(d, op->iova, *mapped);
		*mapped = 0;
	}
	return error;
}

/* ---- the subject ------------------------------------------------------------------------------------------------------- */

/* What the driver's mask leaves of the sizes of a domain (its table can hold them, and they fit its address spaces). */
static uint64_t domain_sizes(const struct ioc_config *c)
{
	uint64_t sizes = 0;
	unsigned level;

	for (level = 0; level <= MAX_TOP && item_lg(level) < c->vasz; level++)
		sizes |= 0x1ffull << item_lg(level);
	return sizes & ALL_SIZES & ((1ull << (c->vasz - 1)) - 1) & ((1ull << c->oasz) - 1) & c->page_sizes;
}

static bool acceptable(const struct ioc_config *c)
{
	const uint64_t usable_c_bits = 1ull << 20 | 1ull << 29 | 1ull << 38 | 1ull << 47 | 1ull << 51;

	return c->format == 1 && c->contract == 1 && c->top_level >= 1 && c->top_level <= MAX_TOP && c->vasz >= 1 &&
	       c->vasz <= 64 && c->oasz >= 1 && c->oasz <= 52 && (c->c_bit & ~usable_c_bits) == 0 && c->domains >= 1 &&
	       c->domains <= 2;
}

static void *open_host(const struct ioc_config *c)
{
	static struct host host;
	uint32_t i;

	if (!acceptable(c))
		return NULL;
	host = (struct host){ .domains = c->domains };
	for (i = 0; i < c->domains; i++) {
		host.domain[i] = (struct domain){
			.top = c->top_level, .vasz = c->vasz, .oasz = c->oasz, .type = c->domain_type,
			.no_gaps = c->no_gaps, .c_bit = c->c_bit, .sizes = domain_sizes(c), .budget = UINT32_MAX,
			.gather = empty_gather(c->queued),
		};
		host.domain[i].root = alloc_table(&host.domain[i]);
	}
	return &host;
}

static int apply(void *state, const struct ioc_decoded_op *op, struct ioc_result *result, struct ioc_writer *effects)
{
	struct domain *d = &((struct host *)state)->domain[op->domain];

	d->result = result;
	d->effects = effects;
	switch (op->kind) {
	case IOC_MAP:
	case IOC_MAP_PAGES:
		result->value = IOC_MAPPED_SEED;
		result->ret = map_range(d, op->iova, op->oa, op->len, op->prot, &result->value);
		return 0;
	case IOC_UNMAP:
		result->value = unmap_range(d, op->iova, op->len, &d->gather);
		break;
	case IOC_IOVA_TO_PHYS:
		result->value = iova_to_phys(d, op->iova);
		return 0;
	case IOC_SET_DIRTY:
		result->ret = set_dirty(d, op->iova);
		return 0;
	case IOC_READ_AND_CLEAR_DIRTY:
		result->ret = read_and_clear_dirty(d, op->iova, op->len, !(op->flags & IOC_FLAG_NO_CLEAR));
		break;
	case IOC_IOMMU_MAP:
		result->ret = iommu_map(d, op);
		return 0;
	case IOC_IOMMU_UNMAP:
		result->value = iommu_unmap(d, op->iova, op->len);
		return 0;
	case IOC_IOMMU_MAP_SG:
		result->ret = iommu_map_sg(d, op, &result->value);
		return 0;
	case IOC_SYNC:
		sync_gather(d, &d->gather);
		return 0;
	case IOC_BUDGET:
		d->budget = op->len >> IOC_PAGE_LG >= UINT32_MAX ? UINT32_MAX : (uint32_t)(op->len >> IOC_PAGE_LG);
		return 0;
	default:
		return -3;
	}
	ioc_event(effects, IOC_EV_GATHER, d->gather.tables, d->gather.start, d->gather.end);
	return 0;
}

static uint64_t phys(void *state, uint32_t domain, uint64_t iova)
{
	return iova_to_phys(&((struct host *)state)->domain[domain], iova);
}

static const uint64_t *child_table(uint32_t level, uint64_t e)
{
	return is_table(level, e) ? table(table_number(e)) : NULL;
}

static struct ioc_tree tree(void *state, uint32_t domain)
{
	const struct domain *d = &((struct host *)state)->domain[domain];

	return (struct ioc_tree){ table(d->root), d->top, d->live, d->c_bit, child_table };
}

static void free_subtree(struct domain *d, unsigned level, uint32_t n)
{
	const uint64_t *t = table(n);
	unsigned i;

	for (i = 0; level > 0 && i < ITEMS; i++)
		if (is_table(level, t[i]))
			free_subtree(d, level - 1, table_number(t[i]));
	free_table(d, n);
}

static uint32_t close_host(void *state, uint32_t *leaked)
{
	struct host *host = state;
	struct ioc_writer nothing = { .too_small = 1 };
	uint32_t i, live = 0;

	*leaked = 0;
	for (i = 0; i < host->domains; i++) {
		struct domain *d = &host->domain[i];

		d->effects = &nothing;
		live += d->live;
		free_held(d, &d->gather);
		free_subtree(d, d->top, d->root);
		*leaked += d->live;
	}
	return live - *leaked;
}

static const struct ioc_subject subject = { open_host, apply, phys, tree, close_host };

const char *ioc_describe(void)
{
	return "{\"abi\":1,\"name\":\"c-example\",\"version\":\"1\",\"formats\":[\"amdv1\"],\"contracts\":[\"generic-pt\"],"
	       "\"ops\":[\"map\",\"mapPages\",\"unmap\",\"iovaToPhys\",\"setDirty\",\"readAndClearDirty\",\"iommuMap\","
	       "\"iommuUnmap\",\"iommuMapSg\",\"sync\",\"budget\"],"
	       "\"levels\":[\"results\",\"translations\",\"entries\",\"effects\"],"
	       "\"hostile\":true,\"maxOps\":1000000,\"limits\":{}}";
}

int64_t ioc_run(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
		uint64_t out_words)
{
	return ioc_run_subject(&subject, config, ops, n_ops, flags, out, out_words);
}

uint64_t ioc_time_native(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t times)
{
	return ioc_time_subject(&subject, config, ops, n_ops, times);
}

int32_t ioc_get_info(const uint32_t *config, uint64_t *bitmap, uint64_t *aperture_end)
{
	struct ioc_config c = ioc_decode_config(config);

	if (!acceptable(&c))
		return -EINVAL;
	*bitmap = domain_sizes(&c);
	*aperture_end = c.vasz == 64 ? UINT64_MAX : (1ull << c.vasz) - 1;
	return 0;
}
