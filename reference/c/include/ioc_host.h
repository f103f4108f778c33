/* SPDX-License-Identifier: MIT
 *
 * ioc_host.h - a whole subject out of the ops of one format: one or two domains over ioc_core.h, opened, dumped and
 * torn down, and the exports of the library.
 *
 * An author fills in `ioc_format`, at the end of the file. reference/c/example/amdv1.c is written on top of it.
 */
#ifndef IOC_HOST_H
#define IOC_HOST_H

#include "ioc_core.h"

struct ioc_format {
	const char *description; /* what ioc_describe() answers */
	struct ioc_driver driver;
	/* False if the format has no domains of this configuration. */
	bool (*accepts)(const struct ioc_config *config);
	/* Page-size bitmap of a domain of this configuration. */
	uint64_t (*sizes)(const struct ioc_config *config);
	/* True if the entry `e` of a table of this level points to a table, whose number ioc_table_number() reads. */
	bool (*is_table)(unsigned level, uint64_t e);
};

/* The author's: `static const struct ioc_format ioc_format = { ... };` at the end of the file. */
static const struct ioc_format ioc_format;

static struct ioc_domain ioc_host_domains[2];
static uint32_t ioc_host_count;

/* ---- tables of 512 items over pages of 4 KiB ----------------------------------------------------------------------- */

/* log2 of the bytes that one item of a table of this level spans. */
static inline unsigned ioc_item_lg(unsigned level)
{
	return IOC_PAGE_LG + 9 * level;
}

static inline unsigned ioc_item_index(unsigned level, uint64_t va)
{
	return va >> ioc_item_lg(level) & (IOC_TABLE_ITEMS - 1);
}

/* Items of a table of this level that an address of 64 bits can index: at level 5 only bits 63:57 are left. */
static inline unsigned ioc_item_limit(unsigned level)
{
	return ioc_item_lg(level) + 9 > 64 ? 1u << (64 - ioc_item_lg(level)) : IOC_TABLE_ITEMS;
}

/* True if a table of level `top` translates up to `last`. */
static inline bool ioc_reaches(const struct ioc_domain *d, unsigned top, uint64_t last)
{
	unsigned reach = ioc_item_lg(top) + 9 < d->vasz ? ioc_item_lg(top) + 9 : d->vasz;

	return reach >= 64 || last >> reach == 0;
}

/* Largest size of the domain that both addresses are aligned to and that the rest [va, last] can hold; 0 for none. */
static inline unsigned ioc_best_lg(const struct ioc_domain *d, uint64_t va, uint64_t last, uint64_t oa)
{
	uint64_t rest = 1ull << (63 - __builtin_clzll(last - va + 1));
	unsigned limit = __builtin_ctzll(va | oa | rest);
	uint64_t fit = d->sizes & (limit == 63 ? ~0ull : (2ull << limit) - 1);

	return fit ? 63 - __builtin_clzll(fit) : 0;
}

/* The item that translates `va` and the level of its table, or NULL. */
static inline uint64_t *ioc_lookup(const struct ioc_domain *d, uint64_t va, unsigned *level)
{
	uint32_t n = d->root;

	if (!ioc_reaches(d, d->top, va))
		return NULL;
	for (*level = d->top;; --*level) {
		uint64_t *e = &ioc_table(n)[ioc_item_index(*level, va)];

		if (!ioc_format.is_table(*level, *e))
			return *e & IOC_PTE_PRESENT ? e : NULL;
		n = ioc_table_number(*e);
	}
}

/* True if anything is mapped by table `n` or below it. */
static inline bool ioc_holds_leaf(unsigned level, uint32_t n)
{
	for (const uint64_t *e = ioc_table(n), *end = e + IOC_TABLE_ITEMS; e < end; e++)
		if (*e & IOC_PTE_PRESENT &&
		    (!ioc_format.is_table(level, *e) || ioc_holds_leaf(level - 1, ioc_table_number(*e))))
			return true;
	return false;
}

/* Puts table `n` and all below it on the gather; none of them holds a leaf. */
static inline void ioc_hold_subtree(struct ioc_gather *g, unsigned level, uint32_t n)
{
	for (const uint64_t *e = ioc_table(n), *end = e + IOC_TABLE_ITEMS; level > 0 && e < end; e++)
		if (*e & IOC_PTE_PRESENT)
			ioc_hold_subtree(g, level - 1, ioc_table_number(*e));
	ioc_hold_table(g, n);
}

/* ---- the subject ------------------------------------------------------------------------------------------------- */

static inline void *ioc_host_open(const struct ioc_config *c)
{
	if (!ioc_format.accepts(c))
		return NULL;
	ioc_host_count = c->domains;
	for (uint32_t i = 0; i < c->domains; i++) {
		struct ioc_domain *d = &ioc_host_domains[i];

		*d = (struct ioc_domain){
			.top = c->top_level, .vasz = c->vasz, .oasz = c->oasz, .c_bit = c->c_bit,
			.type = c->domain_type, .sizes = ioc_format.sizes(c), .no_gaps = c->no_gaps,
			.budget = UINT32_MAX, .gather = ioc_empty_gather(c->queued),
		};
		if (c->domain_type == IOC_PAGING)
			d->root = ioc_alloc_table(d);
	}
	return ioc_host_domains;
}

static inline int ioc_host_apply(void *state, const struct ioc_decoded_op *op, struct ioc_result *result,
				 struct ioc_writer *effects)
{
	struct ioc_domain *domains = (struct ioc_domain *)state;

	return ioc_core_apply(&ioc_format.driver, &domains[op->domain], op, result, effects);
}

static inline uint64_t ioc_host_phys(void *state, uint32_t domain, uint64_t iova)
{
	return ioc_iova_to_phys(&ioc_format.driver, (struct ioc_domain *)state + domain, iova);
}

static inline const uint64_t *ioc_host_child(uint32_t level, uint64_t e)
{
	return ioc_format.is_table(level, e) ? ioc_table(ioc_table_number(e)) : NULL;
}

static inline struct ioc_tree ioc_host_tree(void *state, uint32_t domain)
{
	const struct ioc_domain *d = (struct ioc_domain *)state + domain;

	return (struct ioc_tree){ d->root ? ioc_table(d->root) : NULL, d->root ? d->top : 0, d->live, d->c_bit,
				  ioc_host_child };
}

static inline void ioc_free_subtree(struct ioc_domain *d, unsigned level, uint32_t n)
{
	for (const uint64_t *e = ioc_table(n), *end = e + IOC_TABLE_ITEMS; level > 0 && e < end; e++)
		if (ioc_format.is_table(level, *e))
			ioc_free_subtree(d, level - 1, ioc_table_number(*e));
	ioc_free_table(d, n);
}

static inline uint32_t ioc_host_close(void *state, uint32_t *leaked)
{
	uint32_t before = 0;

	*leaked = 0;
	for (uint32_t i = 0; i < ioc_host_count; i++) {
		struct ioc_domain *d = (struct ioc_domain *)state + i;

		before += d->live;
		d->effects = NULL; /* the end record has no events */
		ioc_free_held(d, &d->gather);
		if (d->root)
			ioc_free_subtree(d, d->top, d->root);
		*leaked += d->live;
	}
	return before - *leaked;
}

static const struct ioc_subject ioc_host_subject = { ioc_host_open, ioc_host_apply, ioc_host_phys, ioc_host_tree,
						     ioc_host_close };

/* ---- the exports ------------------------------------------------------------------------------------------------- */

const char *ioc_describe(void)
{
	return ioc_format.description;
}

int64_t ioc_run(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
		uint64_t out_words)
{
	return ioc_run_subject(&ioc_host_subject, config, ops, n_ops, flags, out, out_words);
}

uint64_t ioc_time_native(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t times)
{
	return ioc_time_subject(&ioc_host_subject, config, ops, n_ops, times);
}

int32_t ioc_get_info(const uint32_t *config, uint64_t *bitmap, uint64_t *aperture_end)
{
	struct ioc_config c = ioc_decode_config(config);

	if (!ioc_format.accepts(&c))
		return -EINVAL;
	*bitmap = ioc_format.sizes(&c);
	*aperture_end = c.vasz == 64 ? UINT64_MAX : (1ull << c.vasz) - 1;
	return 0;
}

#endif
