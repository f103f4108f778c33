/* SPDX-License-Identifier: MIT
 *
 * ioc_writer.h - the words of the C ABI: configurations and ops decoded, records written, raw tables walked.
 *
 * The lowest of four layers, each header-only, each usable with what is above it here alone:
 *
 *	ioc_writer.h	this: for a subject that wants its own structure
 *	ioc_subject.h	ioc_run() for an author who fills in five functions over a state of their own
 *	ioc_core.h	domains, table pages, gathers and the iommu_map() wrappers
 *	ioc_host.h	walks, teardown and the exports: what remains is the format
 *
 * docs/protocol.md says what each word means.
 */
#ifndef IOC_WRITER_H
#define IOC_WRITER_H

#include "iommu_conformance.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IOC_PAGE_LG 12
#define IOC_LAST_PAGE ((1ull << 52) - 1)
#define IOC_PTE_PRESENT 1ull		      /* PR of v1, P of v2 */
#define IOC_PTE_ADDRESS 0x000ffffffffff000ull /* bits 51:12, in both formats */

static inline uint64_t ioc_u64(const uint32_t *words)
{
	return (uint64_t)words[1] << 32 | words[0];
}

static inline void ioc_store_u64(uint32_t *words, uint64_t value)
{
	words[0] = (uint32_t)value;
	words[1] = (uint32_t)(value >> 32);
}

/* ---- configuration and ops, decoded ----------------------------------------------------------------------------- */

struct ioc_config {
	uint32_t abi, format, contract, top_level, vasz, oasz, no_gaps, queued, domains, domain_type;
	uint64_t c_bit;	     /* mask with the C-bit, 0 for no memory encryption */
	uint64_t page_sizes; /* the driver's mask over the page sizes */
};

static inline struct ioc_config ioc_decode_config(const uint32_t *words)
{
	struct ioc_config config = {
		words[IOC_CFG_ABI],	 words[IOC_CFG_FORMAT], words[IOC_CFG_CONTRACT], words[IOC_CFG_TOP_LEVEL],
		words[IOC_CFG_VASZ],	 words[IOC_CFG_OASZ],	words[IOC_CFG_NO_GAPS],	 words[IOC_CFG_QUEUED],
		words[IOC_CFG_DOMAINS],	 words[IOC_CFG_DOMAIN_TYPE],
		words[IOC_CFG_SME_BIT] ? 1ull << words[IOC_CFG_SME_BIT] : 0,
		ioc_u64(words + IOC_CFG_PAGE_SIZES_LO),
	};
	return config;
}

struct ioc_decoded_op {
	uint32_t kind, domain, prot, flags, page_lg;
	uint32_t n_segments;
	const uint32_t *segments; /* IOC_SEGMENT_WORDS each; see ioc_segment_oa() and ioc_segment_len() */
	uint64_t iova, oa, len;
};

/* Decodes the op record at `words`; `segments` points to the words of its segments. */
static inline struct ioc_decoded_op ioc_decode_op(const uint32_t *words, const uint32_t *segments)
{
	struct ioc_decoded_op op = {
		words[IOC_OP_KIND],
		words[IOC_OP_DOMAIN],
		words[IOC_OP_PROT],
		words[IOC_OP_FLAGS],
		words[IOC_OP_PAGE_LG],
		words[IOC_OP_SEGMENTS],
		segments,
		ioc_u64(words + IOC_OP_IOVA),
		ioc_u64(words + IOC_OP_OA),
		ioc_u64(words + IOC_OP_LEN),
	};
	return op;
}

static inline uint64_t ioc_segment_oa(const struct ioc_decoded_op *op, uint32_t i)
{
	return ioc_u64(op->segments + i * IOC_SEGMENT_WORDS);
}

static inline uint64_t ioc_segment_len(const struct ioc_decoded_op *op, uint32_t i)
{
	return ioc_u64(op->segments + i * IOC_SEGMENT_WORDS + 2);
}

static inline int ioc_has_range(uint32_t kind)
{
	return kind != IOC_SYNC && kind != IOC_BUDGET;
}

/* Last byte of the op's range, as docs/protocol.md counts it: iova itself where there is no proper range. */
static inline uint64_t ioc_last_byte(const struct ioc_decoded_op *op)
{
	uint64_t len = op->len;
	uint32_t i;

	if (op->kind == IOC_IOVA_TO_PHYS || op->kind == IOC_SET_DIRTY)
		return op->iova;
	if (op->kind == IOC_IOMMU_MAP_SG) {
		for (len = 0, i = 0; i < op->n_segments; i++) {
			if (ioc_segment_len(op, i) > UINT64_MAX - len)
				return op->iova;
			len += ioc_segment_len(op, i);
		}
	}
	if (len == 0 || len - 1 > UINT64_MAX - op->iova)
		return op->iova;
	return op->iova + len - 1;
}

/* ---- the writer -------------------------------------------------------------------------------------------------- */

struct ioc_writer {
	uint32_t *out;
	uint64_t room;	    /* words of `out` */
	uint64_t used;
	uint64_t record;    /* where the current record starts */
	uint64_t last_run;  /* the run that the next items may extend, 0 for none */
	int too_small;	    /* set once something did not fit; everything after it is dropped */
};

static inline uint32_t *ioc_reserve(struct ioc_writer *w, uint32_t words)
{
	uint32_t *at;

	if (w->too_small || w->room - w->used < words) {
		w->too_small = 1;
		return NULL;
	}
	at = w->out + w->used;
	w->used += words;
	return at;
}

/* Starts a record; the header is all zero until set. */
static inline void ioc_begin(struct ioc_writer *w)
{
	uint32_t *header;

	w->record = w->used;
	w->last_run = 0;
	header = ioc_reserve(w, IOC_HEADER_WORDS);
	if (header)
		memset(header, 0, IOC_HEADER_WORDS * sizeof(*header));
}

static inline void ioc_set(struct ioc_writer *w, enum ioc_word word, uint32_t value)
{
	if (!w->too_small)
		w->out[w->record + word] = value;
}

static inline void ioc_set_u64(struct ioc_writer *w, enum ioc_word word, uint64_t value)
{
	if (!w->too_small)
		ioc_store_u64(w->out + w->record + word, value);
}

/*
 * Appends an event over the bytes [start, end]. All events of a record come before its entry runs. Without a writer
 * (NULL: nobody looks) this and ioc_freed() do nothing.
 */
static inline void ioc_event(struct ioc_writer *w, enum ioc_event kind, uint32_t count, uint64_t start, uint64_t end)
{
	uint32_t *event = w ? ioc_reserve(w, IOC_EVENT_WORDS) : NULL;

	if (!event)
		return;
	event[0] = kind;
	event[1] = count;
	ioc_store_u64(event + 2, start);
	ioc_store_u64(event + 4, end);
	w->out[w->record + IOC_W_EVENTS]++;
}

/* `tables` table pages went back to the allocator: counts them, and merges neighbouring frees into one event. */
static inline void ioc_freed(struct ioc_writer *w, uint32_t tables)
{
	uint32_t *record;

	if (!w || tables == 0 || w->too_small)
		return;
	record = w->out + w->record;
	record[IOC_W_FREES] += tables;
	if (record[IOC_W_EVENTS] > 0 && w->out[w->used - IOC_EVENT_WORDS] == IOC_EV_FREED)
		w->out[w->used - IOC_EVENT_WORDS + 1] += tables;
	else
		ioc_event(w, IOC_EV_FREED, tables, 0, 0);
}

/* Appends one item of a table; equal neighbours become one run, a pointer is always a run of its own. */
static inline void ioc_item(struct ioc_writer *w, uint32_t level, uint32_t index, uint64_t raw, int is_pointer)
{
	uint32_t *run;

	if (w->last_run && !is_pointer && !w->too_small) {
		run = w->out + w->last_run;
		if (ioc_u64(run + 1) == raw && run[0] >> 28 == level &&
		    ((run[0] >> 16) & 0xfff) + (run[0] & 0xffff) == index) {
			run[0]++;
			return;
		}
	}
	run = ioc_reserve(w, IOC_RUN_WORDS);
	if (!run)
		return;
	run[0] = level << 28 | index << 16 | 1;
	ioc_store_u64(run + 1, raw);
	w->out[w->record + IOC_W_RUNS]++;
	w->last_run = is_pointer ? 0 : (uint64_t)(run - w->out);
}

/* Completes the record. */
static inline void ioc_end(struct ioc_writer *w)
{
	ioc_set(w, IOC_W_LENGTH, (uint32_t)(w->used - w->record));
}

/* ---- entry runs ---------------------------------------------------------------------------------------------------- */

/* The tables of one domain at one moment, as the walk needs to see them. */
struct ioc_tree {
	const uint64_t *top; /* 512 items; NULL if the domain has no table */
	uint32_t top_level;
	uint32_t live_tables;
	uint64_t c_bit; /* stays in a pointer whose address is not reported */
	/* The table that item `raw` of a level-`level` (> 0) table points to; NULL if the item is a leaf. */
	const uint64_t *(*child)(uint32_t level, uint64_t raw);
};

static inline void ioc_walk(struct ioc_writer *w, const struct ioc_tree *tree, uint32_t level, const uint64_t *table,
			    uint64_t table_page, uint64_t first, uint64_t last, uint64_t pointer_bits)
{
	uint64_t item_pages = 1ull << (9 * level);
	uint64_t i = first > table_page ? (first - table_page) / item_pages : 0;
	uint64_t end = (last - table_page) / item_pages;
	const uint64_t *child;

	for (; i <= end && i < 512; i++) {
		if (table[i] == 0)
			continue;
		child = level > 0 ? tree->child(level, table[i]) : NULL;
		ioc_item(w, level, (uint32_t)i, child ? table[i] & pointer_bits : table[i], child != NULL);
		if (child)
			ioc_walk(w, tree, level - 1, child, table_page + i * item_pages, first, last, pointer_bits);
	}
}

/* The items that cover the pages [first, last], in pre-order. */
static inline void ioc_window(struct ioc_writer *w, const struct ioc_tree *tree, uint64_t first, uint64_t last,
			      uint32_t flags)
{
	uint64_t hidden = flags & IOC_RUN_RAW_POINTERS ? 0 : IOC_PTE_ADDRESS & ~tree->c_bit;

	if (tree->top)
		ioc_walk(w, tree, tree->top_level, tree->top, 0, first, last, ~hidden);
}

/* The marker run of `domain` and its whole tree. */
static inline void ioc_whole_tree(struct ioc_writer *w, const struct ioc_tree *tree, uint32_t domain, uint32_t flags)
{
	uint32_t *marker = ioc_reserve(w, IOC_RUN_WORDS);

	if (!marker)
		return;
	marker[0] = 15u << 28 | domain << 16 | tree->top_level;
	ioc_store_u64(marker + 1, tree->live_tables);
	w->out[w->record + IOC_W_RUNS]++;
	w->last_run = 0;
	ioc_window(w, tree, 0, IOC_LAST_PAGE, flags);
}

#ifdef __cplusplus
}
#endif
#endif
