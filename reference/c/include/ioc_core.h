/* SPDX-License-Identifier: MIT
 *
 * ioc_core.h - what stands around a page-table format: table pages in simulated memory, gathers, and the wrappers
 * iommu_map(), iommu_map_sg(), iommu_unmap() and iommu_iotlb_sync() over the format's own ops.
 *
 * An author fills in a `struct ioc_driver` and forwards each op to ioc_core_apply(), or leaves that to ioc_host.h too. A
 * domain with more to it than is here embeds `struct ioc_domain` as its first member. One translation unit per library:
 * the table pages are static.
 */
#ifndef IOC_CORE_H
#define IOC_CORE_H

#include "ioc_subject.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

enum ioc_domain_type { IOC_PAGING = 0, IOC_IDENTITY = 1, IOC_BLOCKED = 2 };

/* What waits for an invalidation: the bytes [start, end] (empty while start > end), and unlinked tables. */
struct ioc_gather {
	uint64_t start, end;
	uint32_t tables, list;
	bool queued;
};

struct ioc_domain {
	uint32_t root;	/* number of the top table, 0 for a domain without tables */
	unsigned top;	/* level of the top table */
	unsigned vasz, oasz;
	uint64_t c_bit; /* mask */
	uint32_t type;
	uint64_t sizes; /* page-size bitmap of the domain */
	bool no_gaps;
	uint32_t live;	 /* table pages, those on a gather included */
	uint32_t budget; /* allocations that still succeed; UINT32_MAX: no limit */
	struct ioc_gather gather; /* the trace's */
	struct ioc_result *result; /* of the op that runs */
	struct ioc_writer *effects;
};

/* The ops of a format; errors are negative errno. */
struct ioc_driver {
	int (*map_range)(struct ioc_domain *, uint64_t iova, uint64_t oa, uint64_t len, unsigned prot, uint64_t *mapped);
	uint64_t (*unmap_range)(struct ioc_domain *, uint64_t iova, uint64_t len, struct ioc_gather *);
	uint64_t (*iova_to_phys)(struct ioc_domain *, uint64_t iova);
	int (*set_dirty)(struct ioc_domain *, uint64_t iova);
	int (*read_and_clear_dirty)(struct ioc_domain *, uint64_t iova, uint64_t len, bool clear);
};

/* ---- table pages -----------------------------------------------------------------------------------------------------
 *
 * Tables are numbered from 1 and lie in chunks of 256. The "physical address" of table n spreads the 20 bits of n over
 * bits 19:12, 28:21 and 35:32, so that no address holds a bit that may be the C-bit (20, 29, 30, 31, 38, 44, 47, 51).
 */
#define IOC_TABLE_ITEMS 512
#define IOC_TABLE_CHUNKS 4096

static uint64_t (*ioc_chunks[IOC_TABLE_CHUNKS])[IOC_TABLE_ITEMS];
static uint32_t ioc_next_table[IOC_TABLE_CHUNKS * 256]; /* links free tables, and those on a gather */
static uint32_t ioc_free_tables, ioc_used_tables = 1;

static inline uint64_t *ioc_table(uint32_t n)
{
	return ioc_chunks[n >> 8][n & 255];
}

static inline uint64_t ioc_table_address(uint32_t n)
{
	return (uint64_t)(n & 255) << 12 | (uint64_t)(n >> 8 & 255) << 21 | (uint64_t)(n >> 16) << 32;
}

/* The table whose address the entry `e` holds, whatever else is in it. */
static inline uint32_t ioc_table_number(uint64_t e)
{
	return (uint32_t)((e >> 12 & 255) | (e >> 21 & 255) << 8 | (e >> 32 & 15) << 16);
}

/* A zeroed table, or 0 where the budget or the memory is used up. */
static inline uint32_t ioc_alloc_table(struct ioc_domain *d)
{
	uint32_t n = ioc_free_tables;

	if (d->budget == 0)
		return 0;
	if (n) {
		ioc_free_tables = ioc_next_table[n];
	} else {
		n = ioc_used_tables;
		if (n >> 8 == IOC_TABLE_CHUNKS)
			return 0;
		if (!ioc_chunks[n >> 8])
			ioc_chunks[n >> 8] = (uint64_t(*)[IOC_TABLE_ITEMS])malloc(256 * sizeof(*ioc_chunks[0]));
		if (!ioc_chunks[n >> 8])
			return 0;
		ioc_used_tables++;
	}
	memset(ioc_table(n), 0, sizeof(*ioc_chunks[0]));
	if (d->budget != UINT32_MAX)
		d->budget--;
	if (d->result)
		d->result->allocations++;
	d->live++;
	return n;
}

static inline void ioc_free_table(struct ioc_domain *d, uint32_t n)
{
	ioc_next_table[n] = ioc_free_tables;
	ioc_free_tables = n;
	d->live--;
}

/* ---- gathers --------------------------------------------------------------------------------------------------------- */

static inline struct ioc_gather ioc_empty_gather(bool queued)
{
	struct ioc_gather g = { UINT64_MAX, 0, 0, 0, queued };

	return g;
}

/* Puts an unlinked table on the gather: it is freed after the next sync. */
static inline void ioc_hold_table(struct ioc_gather *g, uint32_t n)
{
	ioc_next_table[n] = g->list;
	g->list = n;
	g->tables++;
}

/* Moves the tables of `from` to `to`. */
static inline void ioc_splice(struct ioc_gather *to, struct ioc_gather *from)
{
	uint32_t n, next;

	for (n = from->list; n; n = next) {
		next = ioc_next_table[n];
		ioc_hold_table(to, n);
	}
	from->list = from->tables = 0;
}

static inline void ioc_free_held(struct ioc_domain *d, struct ioc_gather *g)
{
	uint32_t n, next;

	for (n = g->list; n; n = next) {
		next = ioc_next_table[n];
		ioc_free_table(d, n);
	}
	ioc_freed(d->effects, g->tables);
}

/* iommu_iotlb_sync(), and for a queued gather the flush queue: the driver flushes, then the tables are freed. */
static inline void ioc_sync(struct ioc_domain *d, struct ioc_gather *g)
{
	if (g->queued)
		ioc_event(d->effects, IOC_EV_SYNC, g->tables, 0, UINT64_MAX);
	else if (g->start < g->end)
		ioc_event(d->effects, IOC_EV_SYNC, g->tables, g->start, g->end);
	ioc_free_held(d, g);
	*g = ioc_empty_gather(g->queued);
}

/* Widens the gather to its hull with [start, end], gap or no gap. */
static inline void ioc_add_hull(struct ioc_gather *g, uint64_t start, uint64_t end)
{
	if (start < g->start)
		g->start = start;
	if (end > g->end)
		g->end = end;
}

/* Must be called before tables under [start, end] are held: without gaps, a disjoint range syncs what is there. */
static inline void ioc_add_range(struct ioc_domain *d, struct ioc_gather *g, uint64_t start, uint64_t end)
{
	if (g->queued)
		return;
	if (d->no_gaps && g->end != 0 && (end + 1 < g->start || start > g->end + 1))
		ioc_sync(d, g);
	ioc_add_hull(g, start, end);
}

/* ---- the wrappers ---------------------------------------------------------------------------------------------------- */

static inline void ioc_warn(struct ioc_domain *d)
{
	d->result->status++;
}

static inline uint64_t ioc_iova_to_phys(const struct ioc_driver *driver, struct ioc_domain *d, uint64_t iova)
{
	if (d->type == IOC_PAGING)
		return driver->iova_to_phys(d, iova);
	return d->type == IOC_IDENTITY ? iova : 0;
}

static inline uint64_t ioc_iommu_unmap(const struct ioc_driver *driver, struct ioc_domain *d, uint64_t iova, uint64_t len)
{
	struct ioc_gather g = ioc_empty_gather(false);
	uint64_t removed;

	if (d->type != IOC_PAGING || !d->sizes) {
		ioc_warn(d);
		return 0;
	}
	removed = driver->unmap_range(d, iova, len, &g);
	ioc_sync(d, &g);
	return removed;
}

static inline int ioc_map_nosync(const struct ioc_driver *driver, struct ioc_domain *d, const struct ioc_decoded_op *op,
				 uint64_t iova, uint64_t oa, uint64_t len)
{
	uint64_t mapped = 0;
	int error;

	if (d->type != IOC_PAGING || !d->sizes || op->flags & IOC_FLAG_BAD_GFP) {
		ioc_warn(d);
		return -EINVAL;
	}
	error = driver->map_range(d, iova, oa, len, op->prot, &mapped);
	if (error)
		ioc_iommu_unmap(driver, d, iova, mapped);
	return error;
}

static inline int ioc_sync_map(struct ioc_domain *d, const struct ioc_decoded_op *op, uint64_t len)
{
	if (op->flags & IOC_FLAG_SYNC_MAP_FAILS)
		return -ENOMEM;
	if (d->no_gaps && len)
		ioc_event(d->effects, IOC_EV_SYNC_MAP, 0, op->iova, op->iova + len - 1);
	return 0;
}

static inline int ioc_iommu_map(const struct ioc_driver *driver, struct ioc_domain *d, const struct ioc_decoded_op *op)
{
	int error = ioc_map_nosync(driver, d, op, op->iova, op->oa, op->len);

	if (!error) {
		error = ioc_sync_map(d, op, op->len);
		if (error)
			ioc_iommu_unmap(driver, d, op->iova, op->len);
	}
	return error;
}

/* Maps a run of adjacent segments behind the `*mapped` bytes that are there; it must not start again at IOVA 0. */
static inline int ioc_map_run(const struct ioc_driver *driver, struct ioc_domain *d, const struct ioc_decoded_op *op,
			      uint64_t oa, uint64_t len, uint64_t *mapped)
{
	int error = op->iova + *mapped < op->iova ? -EOVERFLOW :
		    ioc_map_nosync(driver, d, op, op->iova + *mapped, oa, len);

	if (!error)
		*mapped += len;
	return error;
}

/* Physically adjacent segments are one run; an empty one adds nothing, but elsewhere it ends the run. All or nothing. */
static inline int ioc_iommu_map_sg(const struct ioc_driver *driver, struct ioc_domain *d, const struct ioc_decoded_op *op,
				   uint64_t *mapped)
{
	uint64_t oa = 0, len = 0;
	uint32_t i;
	int error = 0;

	for (i = 0; !error && i < op->n_segments; i++) {
		if (len && ioc_segment_oa(op, i) != oa + len) {
			error = ioc_map_run(driver, d, op, oa, len, mapped);
			len = 0;
		}
		if (ioc_segment_len(op, i) == 0)
			continue;
		if (len == 0)
			oa = ioc_segment_oa(op, i);
		len += ioc_segment_len(op, i);
	}
	if (!error && len)
		error = ioc_map_run(driver, d, op, oa, len, mapped);
	if (!error)
		error = ioc_sync_map(d, op, *mapped);
	if (error) {
		ioc_iommu_unmap(driver, d, op->iova, *mapped);
		*mapped = 0;
	}
	return error;
}

/* ---- one op ---------------------------------------------------------------------------------------------------------- */

static inline void ioc_report_gather(const struct ioc_domain *d)
{
	ioc_event(d->effects, IOC_EV_GATHER, d->gather.tables, d->gather.start, d->gather.end);
}

/* True for the ops that go to the format's own functions, past the wrappers. */
static inline bool ioc_needs_tables(uint32_t kind)
{
	return kind <= IOC_READ_AND_CLEAR_DIRTY && kind != IOC_IOVA_TO_PHYS;
}

/*
 * What `apply` of a `struct ioc_subject` does for one domain: 0, or -3 for an op that nobody knows, and for one that
 * needs the tables of a domain that has none.
 */
static inline int ioc_core_apply(const struct ioc_driver *driver, struct ioc_domain *d, const struct ioc_decoded_op *op,
				 struct ioc_result *result, struct ioc_writer *effects)
{
	if (d->type != IOC_PAGING && ioc_needs_tables(op->kind))
		return -3;
	d->result = result;
	d->effects = effects;
	switch (op->kind) {
	case IOC_MAP:
	case IOC_MAP_PAGES:
		result->value = IOC_MAPPED_SEED;
		result->ret = driver->map_range(d, op->iova, op->oa, op->len, op->prot, &result->value);
		return 0;
	case IOC_UNMAP:
		result->value = driver->unmap_range(d, op->iova, op->len, &d->gather);
		ioc_report_gather(d);
		return 0;
	case IOC_IOVA_TO_PHYS:
		result->value = ioc_iova_to_phys(driver, d, op->iova);
		return 0;
	case IOC_SET_DIRTY:
		result->ret = driver->set_dirty(d, op->iova);
		return 0;
	case IOC_READ_AND_CLEAR_DIRTY:
		result->ret = driver->read_and_clear_dirty(d, op->iova, op->len, !(op->flags & IOC_FLAG_NO_CLEAR));
		ioc_report_gather(d);
		return 0;
	case IOC_IOMMU_MAP:
		result->ret = ioc_iommu_map(driver, d, op);
		return 0;
	case IOC_IOMMU_UNMAP:
		result->value = ioc_iommu_unmap(driver, d, op->iova, op->len);
		return 0;
	case IOC_IOMMU_MAP_SG:
		result->ret = ioc_iommu_map_sg(driver, d, op, &result->value);
		return 0;
	case IOC_SYNC:
		ioc_sync(d, &d->gather);
		return 0;
	case IOC_BUDGET:
		d->budget = op->len >> IOC_PAGE_LG < UINT32_MAX ? (uint32_t)(op->len >> IOC_PAGE_LG) : UINT32_MAX;
		return 0;
	default:
		return -3;
	}
}

#endif
